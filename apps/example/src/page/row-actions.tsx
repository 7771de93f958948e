import { use } from "react";
import { Button } from "react-aria-components";
import { isCancellable, isDeletable, titleOf } from "./task.ts";
import { MonitorContext, useTask } from "./tasks-context.ts";

/** What can be done with one operation now. */
export function RowActions({ name }: { name: string }) {
  const task = useTask(name);
  const monitor = use(MonitorContext);
  if (task === undefined) return null;
  const title = titleOf(task);
  if (isDeletable(task)) {
    return (
      <Button
        className="button small"
        aria-label={`Delete ${title}`}
        onPress={() => monitor.delete([name])}
      >
        Delete
      </Button>
    );
  }
  return (
    <Button
      className="button small"
      aria-label={`Cancel ${title}`}
      isDisabled={!isCancellable(task)}
      onPress={() => monitor.cancel([name])}
    >
      Cancel
    </Button>
  );
}
