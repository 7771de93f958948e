import type { Monitor } from "../monitor/monitor.ts";
import { imageOf, isCancellable, isDeletable, type Task, titleOf } from "../monitor/task.ts";
import { ActionButton } from "./action-button.tsx";
import { Checkbox } from "./checkbox.tsx";
import { CreatedWhen } from "./created-when.tsx";
import { typeInWords } from "./in-words.ts";
import { ResultImage } from "./result-image.tsx";
import { StateOf } from "./state-of.tsx";

interface OperationRowProps {
  readonly task: Task;
  /** Its number among all rows. */
  readonly place: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly isSelected: boolean;
  readonly onSelect: (name: string, isSelected: boolean) => void;
  readonly onOpen: (task: Task) => void;
  readonly monitor: Pick<Monitor, "cancel" | "delete">;
}

/** One operation. The button of its title covers the row, below the other controls. */
export function OperationRow(props: OperationRowProps) {
  const { task, place, height, isNarrow, isSelected, onSelect, onOpen, monitor } = props;
  const title = titleOf(task);
  return (
    <tr aria-rowindex={place} style={{ height }} className={isSelected ? "selected" : ""}>
      <td className="selects">
        <Checkbox
          label={`Select ${title}`}
          isSelected={isSelected}
          onSelect={(isOn) => onSelect(task.name, isOn)}
        />
      </td>
      <td>
        <div className="operation">
          <Thumbnail task={task} />
          <div className="stack">
            <button type="button" dir="auto" className="title" onClick={() => onOpen(task)}>
              {title}
            </button>
            <span className="quiet clip">{typeInWords(task.metadata?.type ?? "")}</span>
          </div>
        </div>
        {isNarrow && <StateOf task={task} />}
      </td>
      {!isNarrow && (
        <td>
          <StateOf task={task} />
        </td>
      )}
      {!isNarrow && (
        <td>
          <CreatedWhen task={task} />
        </td>
      )}
      <td className="acts">
        <Actions task={task} monitor={monitor} />
      </td>
    </tr>
  );
}

function Thumbnail({ task }: { task: Task }) {
  const image = imageOf(task);
  if (!image) return <div className="thumbnail" />;
  return (
    <a className="thumbnail" href={image} target="_blank" rel="noreferrer">
      <ResultImage src={image} title={titleOf(task)} />
    </a>
  );
}

/** What can be done with it. Each button keeps its place, so that pressing Cancel too late doesn't press Delete. */
function Actions({ task, monitor }: Pick<OperationRowProps, "task" | "monitor">) {
  const title = titleOf(task);
  return (
    <div className="actions">
      <ActionButton
        className="small"
        label={`Cancel ${title}`}
        isIdle={!isCancellable(task)}
        act={() => monitor.cancel([task])}
      >
        Cancel
      </ActionButton>
      <ActionButton
        className="small"
        label={`Delete ${title}`}
        isIdle={!isDeletable(task)}
        act={() => monitor.delete([task])}
      >
        Delete
      </ActionButton>
    </div>
  );
}
