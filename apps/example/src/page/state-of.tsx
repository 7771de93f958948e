import { kindOf } from "../client/kinds.ts";
import { type Task, titleOf } from "../monitor/task.ts";
import { labelOf, noteInWords } from "./in-words.ts";

/** The state of an operation, its progress, and a note. */
export function StateOf({ task }: { task: Task }) {
  const isUnderWay = task.type === "running" || task.type === "cancelling";
  // Without progress there is only the state to show, not a bar that promises one.
  const percent = isUnderWay && task.progress !== undefined && Math.floor(task.progress * 100);
  const note = noteInWords(task);
  return (
    <div className={`stack ${kindOf(task)}`}>
      <div className="state">
        <span className="badge">{labelOf(task)}</span>
        {percent !== false && <span className="percent">{percent} %</span>}
      </div>
      {percent !== false && (
        <progress aria-label={`Progress of ${titleOf(task)}`} value={percent} max={100} />
      )}
      {note && <span className="note">{note}</span>}
    </div>
  );
}
