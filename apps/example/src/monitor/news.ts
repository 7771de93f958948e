import { cancellationInWords, outcomeInWords } from "../client/in-words.ts";
import { type Task, titleOf } from "./task.ts";

/** What has been settled between one state of all operations and the next: what cancelling led to, else how they ended. */
export function newsBetween(
  before: ReadonlyMap<string, Task>,
  now: ReadonlyMap<string, Task>,
): readonly string[] {
  const news: string[] = [];
  for (const [name, task] of now) {
    const past = before.get(name);
    if (past === undefined || past === task || past.type === "done") continue;
    if (task.cancellation !== undefined && task.cancellation !== past.cancellation)
      news.push(`${titleOf(task)}: cancellation: ${cancellationInWords(task.cancellation)}`);
    else if (task.type === "done") news.push(`${titleOf(task)}: ${outcomeInWords(task.outcome)}`);
  }
  return news;
}

/** Puts news in one short text, so that a screen reader isn't kept talking. Repeated news is told once. */
export function summarise(all: readonly string[]): string {
  const news = [...new Set(all)];
  const told = news.slice(0, 3).join(". ");
  return news.length > 3 ? `${told}. And ${news.length - 3} more.` : `${told}.`;
}
