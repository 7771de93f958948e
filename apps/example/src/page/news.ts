import { outcomeInWords } from "../client/in-words.ts";
import { type Task, titleOf } from "./task.ts";

/** News of the operations that ended between one state of all operations and the next. */
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

/** Whether the outcome of cancelling tells this end already; it doesn't if contact was lost and left it unconfirmed. */
function isToldTo(before: Task, now: Task): boolean {
  if (before.cancellation?.type === "unconfirmed") return false;
  return now.cancellation !== before.cancellation;
}

/** Puts news in one short text, so that a screen reader isn't kept talking. Repeated news is told once. */
export function summarise(all: readonly string[]): string {
  const news = [...new Set(all)];
  const told = news.slice(0, 3).join(". ");
  return news.length > 3 ? `${told}. And ${news.length - 3} more.` : `${told}.`;
}
