import { type Task, titleOf } from "./task.ts";

/** A row of the table. It holds what doesn't change, so that it is the same object as long as it's there. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly createTime: string;
}

/**
 * The rows of the operations, latest first. Rows that were there before are the same, and the array is when all
 * are: what renders them has to do with what is new only.
 */
export function arrangeRows(
  operations: ReadonlyMap<string, Task>,
  before: readonly Row[],
): readonly Row[] {
  const known = new Map(before.map((row) => [row.id, row]));
  const rows = Array.from(operations.values(), (task) => rowOf(task, known.get(task.name)));
  rows.sort(latestFirst);
  const isSame = rows.length === before.length && rows.every((row, at) => row === before[at]);
  return isSame ? before : rows;
}

function rowOf(task: Task, before: Row | undefined): Row {
  const title = titleOf(task);
  const createTime = task.metadata?.createTime ?? "";
  const isSame = before?.title === title && before.createTime === createTime;
  return isSame ? before : { id: task.name, title, createTime };
}

function latestFirst(a: Row, b: Row): number {
  if (a.createTime !== b.createTime) return a.createTime < b.createTime ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
