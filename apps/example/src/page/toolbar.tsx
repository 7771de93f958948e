import { countEach, kindOf } from "../client/kinds.ts";
import type { Monitor } from "../monitor/monitor.ts";
import { isCancellable, isDeletable, type Task } from "../monitor/task.ts";
import { ActionButton } from "./action-button.tsx";

/** The order in which the counts are shown: what is under way, then the ends. */
const KINDS = ["running", "cancelling", "lost", "succeeded", "failed", "malformed", "cancelled"];

/** How many operations there are of each kind, and what can be done with the selected ones. */
export function Toolbar(props: {
  tasks: readonly Task[];
  selection: ReadonlySet<string>;
  monitor: Pick<Monitor, "cancel" | "delete">;
}) {
  const { tasks, selection, monitor } = props;
  const counts = countEach(tasks.map(kindOf));
  const selected = selection.size === 0 ? [] : tasks.filter(({ name }) => selection.has(name));
  if (tasks.length === 0) return null;
  return (
    <div className="toolbar">
      <ul className="counts">
        {KINDS.filter((kind) => counts.has(kind)).map((kind) => (
          <li key={kind} className={`badge ${kind}`}>
            {counts.get(kind)} {kind}
          </li>
        ))}
      </ul>
      {selected.length > 0 && (
        <fieldset className="tools" aria-label="Selected operations">
          <span className="quiet">{selected.length} selected</span>
          <ForAll verb="Cancel" tasks={selected.filter(isCancellable)} act={monitor.cancel} />
          <ForAll verb="Delete" tasks={selected.filter(isDeletable)} act={monitor.delete} />
        </fieldset>
      )}
    </div>
  );
}

function ForAll(props: {
  verb: string;
  tasks: readonly Task[];
  act: (tasks: readonly Task[]) => unknown;
}) {
  const { verb, tasks, act } = props;
  const isIdle = tasks.length === 0;
  return (
    <ActionButton isIdle={isIdle} act={() => act(tasks)}>
      {isIdle ? verb : `${verb} ${tasks.length}`}
    </ActionButton>
  );
}
