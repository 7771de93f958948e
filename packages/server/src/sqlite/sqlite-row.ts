import { stateOf } from "../engine/operation-metadata.ts";
import type { OperationRecord } from "../engine/operation-record.ts";
import type { OperationRow } from "../engine/operation-row.ts";

/** What is read from the table `operation`. */
export interface SqliteRow extends OperationRow {
  readonly position: number;
}

/** The columns of a {@link SqliteRow}. */
export const COLUMNS = `operation.position, name, parent, method, attempt, create_time, update_time, start_time,
  end_time, cancel_requested, reported, result`;

/** The columns that change, in the order of {@link changingValues}. */
export const changingColumns = [
  "attempt",
  "update_time",
  "start_time",
  "end_time",
  "cancel_requested",
  "reported",
  "result",
  "state",
] as const;

/** A record's values for the columns that change. */
export function changingValues(record: OperationRecord): (string | number | null)[] {
  const { attempt, updateTime, startTime, endTime, cancelRequested, reported, end } = record;
  return [
    attempt,
    updateTime,
    startTime ?? null,
    endTime ?? null,
    cancelRequested ? 1 : 0,
    JSON.stringify(reported),
    end === undefined ? null : JSON.stringify(end),
    stateOf(record),
  ];
}
