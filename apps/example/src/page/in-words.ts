import { cancellationInWords, stateInWords, whyInWords } from "../client/in-words.ts";
import type { Task } from "../monitor/task.ts";

/** A task's state in a word or two, as a label. */
export function labelOf(task: Task): string {
  return capitalised(stateInWords(task));
}

/** A note on a state: why it can't be seen just now, or else what a cancellation led to, or why it ended so. */
export function noteInWords(task: Task): string {
  const { cancellation, pollError, type } = task;
  if (pollError !== undefined && type !== "lost")
    return `Can’t be seen just now: ${pollError.message}`;
  if (cancellation !== undefined && cancellation.type !== "failed")
    return `Cancellation: ${cancellationInWords(cancellation)}`;
  return task.type === "done" ? whyInWords(task.outcome) : "";
}

/** The time from the start to the end, or to the service's latest update. */
export function durationInWords({ metadata }: Task): string {
  if (metadata === undefined) return "";
  const { startTime, endTime, updateTime } = metadata;
  const to = endTime || updateTime;
  if (!startTime || !to) return "";
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(startTime)) / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** EXPORT_IMAGE → Export image. */
export function typeInWords(type: string): string {
  return capitalised(type.toLowerCase().replaceAll("_", " "));
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
