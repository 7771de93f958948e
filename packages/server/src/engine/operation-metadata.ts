import { type Any, Code, type MetadataReading } from "@rx-lro/core/protocol";
import type { OperationRecord } from "./operation-record.ts";

/** What an engine knows of an operation besides its result; times are RFC 3339 in UTC. */
export interface EngineFacts {
  readonly name: string;
  readonly method: string;
  readonly state: "PENDING" | "RUNNING" | "CANCELLING" | "SUCCEEDED" | "CANCELLED" | "FAILED";
  /** 0 until the method begins. */
  readonly attempt: number;
  readonly createTime: string;
  readonly updateTime: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly cancelRequested: boolean;
  /** What the method reported; later fields replace earlier ones. */
  readonly reported: Readonly<Record<string, unknown>>;
  readonly metadataType: string;
}

/** The facts in a record. */
export function toEngineFacts(record: OperationRecord, metadataType: string): EngineFacts {
  const { createTime, updateTime, startTime, endTime } = record;
  return {
    name: record.name,
    method: record.method,
    state: stateOf(record),
    attempt: record.attempt,
    createTime: formatTime(createTime),
    updateTime: formatTime(updateTime),
    ...(startTime !== undefined && { startTime: formatTime(startTime) }),
    ...(endTime !== undefined && { endTime: formatTime(endTime) }),
    cancelRequested: record.cancelRequested,
    reported: record.reported,
    metadataType,
  };
}

/** The metadata of an engine that doesn't shape it: what was reported, the state, times and `cancelRequested`. */
export function defaultMetadata(facts: EngineFacts): Any {
  const { state, createTime, startTime, updateTime, endTime, cancelRequested, reported } = facts;
  return {
    "@type": facts.metadataType,
    ...reported,
    state,
    createTime,
    ...(startTime !== undefined && { startTime }),
    updateTime,
    ...(endTime !== undefined && { endTime }),
    cancelRequested,
  };
}

/**
 * Reads `progress`, `updateTime`, and `cancelRequested` or a `state` of CANCELLING: the default metadata and
 * Earth Engine's.
 */
export function readDefaultMetadata(metadata: Any): MetadataReading {
  const { progress, cancelRequested, state, updateTime } = metadata;
  return {
    ...(typeof progress === "number" && { progress }),
    cancelling: cancelRequested === true || state === "CANCELLING",
    ...(typeof updateTime === "string" && { updateTime }),
  };
}

/** Where an operation is in its life, in Earth Engine's words. */
export function stateOf({ end, attempt, cancelRequested }: OperationRecord): EngineFacts["state"] {
  if (end === undefined) {
    if (cancelRequested) return "CANCELLING";
    return attempt === 0 ? "PENDING" : "RUNNING";
  }
  if ("response" in end) return "SUCCEEDED";
  return end.error.code === Code.CANCELLED ? "CANCELLED" : "FAILED";
}

function formatTime(ms: number): string {
  return new Date(ms).toISOString();
}
