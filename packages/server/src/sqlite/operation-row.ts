import { parseFrozen } from "../engine/json.ts";
import { stateOf } from "../engine/operation-metadata.ts";
import type { OperationEnd, OperationRecord } from "../engine/operation-record.ts";

/** A row of the table `operation`. */
export interface OperationRow {
  readonly position: number;
  readonly name: string;
  readonly parent: string;
  readonly method: string;
  readonly request_key: string | null;
  readonly input: string | null;
  readonly attempt: number;
  readonly create_time: number;
  readonly update_time: number;
  readonly start_time: number | null;
  readonly end_time: number | null;
  readonly cancel_requested: number;
  readonly reported: string;
  readonly result: string | null;
  readonly state: string;
}

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
] as const satisfies readonly (keyof OperationRow)[];

/** What a record puts into the columns that change. */
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

/** The record in a row. */
export function toRecord(row: OperationRow): OperationRecord {
  const { name, parent, method, attempt, result } = row;
  return {
    name,
    parent,
    method,
    attempt,
    createTime: row.create_time,
    updateTime: row.update_time,
    ...(row.start_time !== null && { startTime: row.start_time }),
    ...(row.end_time !== null && { endTime: row.end_time }),
    cancelRequested: row.cancel_requested === 1,
    // Both were written by `changingValues`.
    reported: parseFrozen(row.reported) as OperationRecord["reported"],
    ...(result !== null && { end: parseFrozen(result) as OperationEnd }),
  };
}
