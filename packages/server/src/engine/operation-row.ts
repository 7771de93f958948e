import { parseFrozen } from "../json.ts";
import type { OperationEnd, OperationRecord } from "./operation-record.ts";

/** A record as a row of a database's table `operation`. Times are milliseconds since 1970. */
export interface OperationRow {
  readonly name: string;
  readonly parent: string;
  readonly method: string;
  readonly attempt: number;
  readonly create_time: number;
  readonly update_time: number;
  readonly start_time: number | null;
  readonly end_time: number | null;
  readonly cancel_requested: number | boolean;
  /** JSON. */
  readonly reported: string;
  /** JSON: `{"response": …}` or `{"error": …}`. */
  readonly result: string | null;
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
    cancelRequested: Boolean(row.cancel_requested),
    // Both were written by the engine.
    reported: parseFrozen(row.reported) as OperationRecord["reported"],
    ...(result !== null && { end: parseFrozen(result) as OperationEnd }),
  };
}
