import { cancellationInWords } from "../client/cancellation-in-words.ts";
import { outcomeInWords } from "./in-words.ts";
import { type Task, titleOf } from "./task.ts";

/** What has been settled from one state of all operations to the next: ends, and what cancellations led to. */
export function newsBetween(
  before: ReadonlyMap<string, Task>,
  now: ReadonlyMap<string, Task>,
): readonly string[] {
  const news: string[] = [];
  for (const [name, task] of now) {
    const past = before.get(name);
    if (past === undefined || past === task) continue;
    const told = settled(past, task);
    if (told !== undefined) news.push(`${titleOf(task)}: ${told}`);
  }
  return news;
}

function settled(before: Task, now: Task): string | undefined {
  if (now.cancellation !== undefined && now.cancellation !== before.cancellation) {
    return `cancellation: ${cancellationInWords(now.cancellation)}`;
  }
  if (now.type === "done" && before.type !== "done") return outcomeInWords(now.outcome);
  return undefined;
}

/** Many news as one sentence, so that a screen reader isn't kept talking. */
export function summarise(news: readonly string[]): string {
  const told = news.slice(0, 3).join(". ");
  return news.length > 3 ? `${told}. And ${news.length - 3} more.` : `${told}.`;
}
