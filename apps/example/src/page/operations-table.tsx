import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import type { Monitor } from "../monitor/monitor.ts";
import type { Task } from "../monitor/task.ts";
import { Checkbox } from "./checkbox.tsx";
import { OperationRow } from "./operation-row.tsx";
import { useMediaQuery } from "./use-media-query.ts";

/** What the table shows, and what it calls when the user acts. */
interface OperationsTableProps {
  readonly tasks: readonly Task[];
  readonly selection: ReadonlySet<string>;
  readonly onSelect: (selection: ReadonlySet<string>) => void;
  readonly onOpen: (task: Task) => void;
  readonly monitor: Pick<Monitor, "cancel" | "delete">;
  /** Shown when there are no operations. */
  readonly placeholder: ReactNode;
}

/** All operations; only the rows on the screen are drawn. */
export function OperationsTable(props: OperationsTableProps) {
  const { tasks, selection, onSelect, onOpen, monitor, placeholder } = props;
  const isNarrow = useMediaQuery("(max-width: 60rem)");
  const height = isNarrow ? 132 : 76;
  const scroller = useRef<HTMLDivElement>(null);
  const isAtTop = (scroller.current?.scrollTop ?? 0) === 0;
  const virtualizer = useVirtualizer({
    count: tasks.length,
    getItemKey: (index) => tasks[index]?.name ?? index,
    // New rows above don't push away the row that is read, or a click on Cancel would hit another.
    anchorTo: isAtTop ? "start" : "end",
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 3,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height]);

  const region = { ref: scroller, "aria-label": "Operations", tabIndex: -1 };
  if (tasks.length === 0) {
    return (
      <section {...region} className="operations empty">
        {placeholder}
      </section>
    );
  }
  const select = (name: string, isSelected: boolean) => {
    const others = [...selection].filter((other) => other !== name);
    onSelect(new Set(isSelected ? [...others, name] : others));
  };
  const drawn = virtualizer.getVirtualItems();
  const whole = { height: virtualizer.getTotalSize() + HEAD_HEIGHT };
  const above = { paddingTop: drawn[0]?.start ?? 0 };
  return (
    <section {...region} className="operations">
      <div style={{ ...whole, ...above }}>
        <table aria-rowcount={tasks.length + 1}>
          <Head tasks={tasks} selection={selection} onSelect={onSelect} isNarrow={isNarrow} />
          <tbody>
            {drawn.map(({ index }) => {
              const task = tasks[index];
              if (task === undefined) return null;
              return (
                <OperationRow
                  key={task.name}
                  task={task}
                  place={index + 2}
                  height={height}
                  isNarrow={isNarrow}
                  isSelected={selection.has(task.name)}
                  onSelect={select}
                  onOpen={onOpen}
                  monitor={monitor}
                />
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** As in the style sheet. */
const HEAD_HEIGHT = 40;

function Head(
  props: Pick<OperationsTableProps, "tasks" | "selection" | "onSelect"> & { isNarrow: boolean },
) {
  const { tasks, selection, onSelect, isNarrow } = props;
  const selected = tasks.filter(({ name }) => selection.has(name)).length;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th className="selects">
          <Checkbox
            label="Select all"
            isSelected={selected === tasks.length}
            isSome={selected > 0 && selected < tasks.length}
            onSelect={(isOn) => onSelect(new Set(isOn ? tasks.map(({ name }) => name) : []))}
          />
        </th>
        <th>Operation</th>
        {!isNarrow && <th className="states">State</th>}
        {!isNarrow && <th className="times">Created</th>}
        <th className="acts">Actions</th>
      </tr>
    </thead>
  );
}
