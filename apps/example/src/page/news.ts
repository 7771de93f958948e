import { outcomeInWords } from "./in-words.ts";
import { type Task, titleOf } from "./task.ts";

/** What has ended from one state of all operations to the next. */
export function newsBetween(
  before: ReadonlyMap<string, Task>,
  now: ReadonlyMap<string, Task>,
): readonly string[] {
  const news: string[] = [];
  for (const [name, task] of now) {
    const past = before.get(name);
    if (past === undefined || past === task) continue;
    if (task.type !== "done" || past.type === "done" || isToldTo(past, task)) continue;
    news.push(`${titleOf(task)}: ${outcomeInWords(task.outcome)}`);
  }
  return news;
}

/** Whoever asked to cancel is told what it led to, unless contact was lost before: then the request was unconfirmed. */
function isToldTo(before: Task, now: Task): boolean {
  if (before.cancellation?.type === "unconfirmed") return false;
  return now.cancellation !== before.cancellation;
}

/** Many news as one sentence, so that a screen reader isn't kept talking. What is told twice is one. */
export function summarise(all: readonly string[]): string {
  const news = [...new Set(all)];
  const told = news.slice(0, 3).join(". ");
  return news.length > 3 ? `${told}. And ${news.length - 3} more.` : `${told}.`;
}
