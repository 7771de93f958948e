import { use } from "react";
import { Button, type Selection, Toolbar as Tools } from "react-aria-components";
import { isCancellable, isDeletable, type Task } from "./task.ts";
import { MonitorContext } from "./tasks-context.ts";

/** How many there are of each kind, and what can be done with those that are selected. */
export function Toolbar(props: { operations: ReadonlyMap<string, Task>; selection: Selection }) {
  const { operations, selection } = props;
  const monitor = use(MonitorContext);
  const all = [...operations.values()];
  const selected = selection === "all" ? all : all.filter(({ name }) => selection.has(name));
  const cancellable = namesOf(selected.filter(isCancellable));
  const deletable = namesOf(selected.filter(isDeletable));
  return (
    <div className="toolbar">
      <p className="counts">{countsInWords(all)}</p>
      <Tools aria-label="Selected operations" className="tools">
        {selected.length > 0 && <span className="quiet">{selected.length} selected</span>}
        <Button
          className="button"
          isDisabled={cancellable.length === 0}
          onPress={() => monitor.cancel(cancellable)}
        >
          {labelOf("Cancel", cancellable)}
        </Button>
        <Button
          className="button"
          isDisabled={deletable.length === 0}
          onPress={() => monitor.delete(deletable)}
        >
          {labelOf("Delete", deletable)}
        </Button>
      </Tools>
    </div>
  );
}

function namesOf(tasks: readonly Task[]): readonly string[] {
  return tasks.map(({ name }) => name);
}

function labelOf(verb: string, names: readonly string[]): string {
  return names.length === 0 ? verb : `${verb} ${names.length}`;
}

function countsInWords(tasks: readonly Task[]): string {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    const kind = task.type === "done" ? task.outcome.type : task.type;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const words = [...counts].toSorted().map(([kind, count]) => `${count} ${kind}`);
  return words.length === 0 ? "No operations" : words.join(" · ");
}
