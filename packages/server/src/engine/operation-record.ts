import { type Any, Code, type Operation } from "@rx-lro/core/protocol";

/**
 * All that an engine keeps of one operation, as data: it changes only by the functions below.
 * They return the same record when nothing changes, so an operation has one end and later reports have no effect.
 * Times are milliseconds since 1970.
 */
export interface OperationRecord {
  readonly name: string;
  readonly parent: string;
  readonly method: string;
  readonly attempt: number;
  readonly createTime: number;
  readonly updateTime: number;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly cancelRequested: boolean;
  /** What the method reported, JSON. */
  readonly reported: Readonly<Record<string, unknown>>;
  readonly end?: OperationEnd;
}

/** How an operation ended. */
export type OperationEnd =
  | { readonly response: Any }
  | { readonly error: NonNullable<Operation["error"]> };

/** The end of an operation that was cancelled. */
export const cancelledEnd: OperationEnd = Object.freeze({
  error: Object.freeze({ code: Code.CANCELLED, message: "the operation was cancelled" }),
});

/** The record of an operation that has just been requested. */
export function createRecord(
  facts: Pick<OperationRecord, "name" | "parent" | "method" | "reported">,
  now: number,
): OperationRecord {
  return { ...facts, attempt: 0, createTime: now, updateTime: now, cancelRequested: false };
}

/** The method begins to run, for the first time or again. */
export function recordStart(record: OperationRecord, now: number): OperationRecord {
  return change(record, now, (time) => ({
    attempt: record.attempt + 1,
    startTime: record.startTime ?? time,
  }));
}

/** The method reported something. */
export function recordReport(
  record: OperationRecord,
  fields: OperationRecord["reported"],
  now: number,
): OperationRecord {
  const reported = Object.freeze({ ...record.reported, ...fields });
  return change(record, now, () => ({ reported }));
}

/** Somebody asked to cancel. */
export function recordCancelRequest(record: OperationRecord, now: number): OperationRecord {
  return record.cancelRequested ? record : change(record, now, () => ({ cancelRequested: true }));
}

/** The request of {@link recordCancelRequest} could not be stored. */
export function recordCancelFailure(record: OperationRecord): OperationRecord {
  return record.end === undefined ? { ...record, cancelRequested: false } : record;
}

/** The operation ended. */
export function recordEnd(
  record: OperationRecord,
  end: OperationEnd,
  now: number,
): OperationRecord {
  return change(record, now, (endTime) => ({ end, endTime }));
}

/** When the clock goes back, an operation's time doesn't. */
function change(
  record: OperationRecord,
  now: number,
  factsAt: (time: number) => Partial<OperationRecord>,
): OperationRecord {
  if (record.end !== undefined) return record;
  const updateTime = Math.max(now, record.updateTime);
  return { ...record, ...factsAt(updateTime), updateTime };
}
