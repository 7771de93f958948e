import { type Any, isObject } from "../protocol/any.ts";
import type { Operation } from "../protocol/operation.ts";
import { parseStatus } from "../protocol/status.ts";
import { type Outcome, outcomeOfStatus } from "./outcome.ts";

/** What an answer says of an operation. */
export type OperationReading =
  | { readonly type: "running" }
  | { readonly type: "done"; readonly outcome: Outcome }
  /** Not readable as an operation. `done`: it has ended all the same, so looking again won't help. */
  | { readonly type: "malformed"; readonly problem: string; readonly done: boolean };

/**
 * Reads an operation as AIP-151 means it: `done` alone decides.
 *
 * A `response` or `error` before `done` is no end; `done` with neither is a success without a response; with
 * both, or with an error that has no code, it is malformed. `null` is absent, as everywhere in protobuf's JSON.
 */
export function readOperation(json: unknown): OperationReading {
  if (!isObject(json)) return malformed(`expected an operation, got ${shown(json)}`, false);
  const { done, error, response } = json as Partial<Operation>;
  if (done !== undefined && done !== null && typeof done !== "boolean") {
    return malformed(`\`done\` is ${shown(done)}, not a boolean`, false);
  }
  const foreign = foreignFields(json);
  if (foreign.length > 0) {
    return malformed(`not a google.longrunning.Operation: it has ${foreign.join(", ")}`, false);
  }
  if (done !== true) return { type: "running" };
  return readResult(error ?? undefined, response ?? undefined);
}

/**
 * Whether a reading is an end that doesn't say how. From a get it is a success without a response; a list may
 * have left the result out.
 */
export function isBareEnd(reading: OperationReading): boolean {
  return (
    reading.type === "done" &&
    reading.outcome.type === "succeeded" &&
    reading.outcome.response === undefined
  );
}

function readResult(error: unknown, response: unknown): OperationReading {
  if (error !== undefined && response !== undefined) {
    return malformed("done with both an error and a response", true);
  }
  if (error !== undefined) {
    const status = parseStatus(error);
    if (status === undefined) return malformed("done with an error without a code", true);
    return { type: "done", outcome: outcomeOfStatus(status) };
  }
  if (response !== undefined && !isObject(response)) {
    return malformed(`done with a response that is ${shown(response)}, not an object`, true);
  }
  return { type: "done", outcome: { type: "succeeded", response: response as Any | undefined } };
}

/** The fields that give away another service's own Operation (Compute, GKE, Cloud SQL): it is never `done`. */
function foreignFields(json: object): string[] {
  if ("done" in json || "metadata" in json || "response" in json) return [];
  const foreign: string[] = [];
  for (const key of Object.keys(json)) {
    if (key !== "name" && key !== "error" && foreign.length < 5) foreign.push(`\`${key}\``);
  }
  return foreign;
}

function malformed(problem: string, done: boolean): OperationReading {
  return { type: "malformed", problem, done };
}

/** A value of JSON, in words. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `${typeof value} ${String(value).slice(0, 40)}`;
}
