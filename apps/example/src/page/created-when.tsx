import type { Task } from "../monitor/task.ts";
import { durationInWords } from "./in-words.ts";

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** When an operation was created, and how long it has run. */
export function CreatedWhen({ task }: { task: Task }) {
  const created = task.metadata?.createTime;
  if (!created) return null;
  const date = new Date(created);
  const duration = durationInWords(task);
  return (
    <div className="stack">
      <time dateTime={created}>{(isToday(date) ? CLOCK : DAY).format(date)}</time>
      {duration && (
        <span className="quiet">
          {task.type === "done" ? "took" : "for"} {duration}
        </span>
      )}
    </div>
  );
}

function isToday(date: Date): boolean {
  return date.toDateString() === new Date().toDateString();
}
