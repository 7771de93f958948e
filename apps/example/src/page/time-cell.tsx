import { durationInWords } from "./in-words.ts";
import { useTask } from "./tasks-context.ts";

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** When an operation was created, and how long it has run. */
export function TimeCell({ name }: { name: string }) {
  const task = useTask(name);
  const created = task?.metadata?.createTime;
  if (task === undefined || created === undefined) return null;
  const date = new Date(created);
  return (
    <div className="stack">
      <time dateTime={created} title={DAY.format(date)}>
        {isToday(date) ? CLOCK.format(date) : DAY.format(date)}
      </time>
      <span className="quiet">{durationInWords(task)}</span>
    </div>
  );
}

function isToday(date: Date): boolean {
  return date.toDateString() === new Date().toDateString();
}
