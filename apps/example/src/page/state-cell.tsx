import { memo } from "react";
import { ProgressBar } from "react-aria-components";
import { noteInWords, stateInWords } from "./in-words.ts";
import { type Task, titleOf } from "./task.ts";
import { useTask } from "./tasks-context.ts";

/** The state of an operation as it changes. */
export function StateCell({ name }: { name: string }) {
  const task = useTask(name);
  return task && <State task={task} />;
}

// The same state is the same object, so what hasn't changed isn't drawn again.
const State = memo(function State({ task }: { task: Task }) {
  const isUnderWay = task.type === "running" || task.type === "cancelling";
  const note = noteInWords(task);
  return (
    <div className="stack">
      <span className={`badge ${kindOf(task)}`}>{stateInWords(task)}</span>
      {isUnderWay && <Progress task={task} />}
      {note && (
        <span className="quiet clip" title={note}>
          {note}
        </span>
      )}
    </div>
  );
});

function Progress({ task }: { task: Task }) {
  // Without progress there is only the state to show, not a bar that promises one.
  if (task.progress === undefined) return null;
  const percent = Math.floor(task.progress * 100);
  return (
    <ProgressBar aria-label={`Progress of ${titleOf(task)}`} value={percent} className="progress">
      <span className="track">
        <span className="fill" style={{ scale: `${percent / 100} 1` }} />
      </span>
      <span className="percent">{percent} %</span>
    </ProgressBar>
  );
}

function kindOf(task: Task): string {
  return task.type === "done" ? task.outcome.type : task.type;
}
