import type { Task } from "../monitor/task.ts";

/** Operations in the table's order: the latest first, those of the same time by name. */
export function latestFirst(operations: ReadonlyMap<string, Task>): readonly Task[] {
  return [...operations.values()].sort((a, b) => {
    const [one, other] = [createdAt(a), createdAt(b)];
    if (one !== other) return one < other ? 1 : -1;
    return a.name < b.name ? -1 : 1;
  });
}

function createdAt({ metadata }: Task): string {
  return metadata?.createTime ?? "";
}
