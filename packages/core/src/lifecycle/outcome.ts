import type { Any } from "../protocol/any.ts";
import { Code } from "../protocol/code.ts";
import type { Status } from "../protocol/status.ts";

/**
 * How an operation ended. Data, not an exception.
 *
 * `cancelled` only if the service says `error.code` 1. `succeeded` without a response was done without a result,
 * which services do send. `malformed` ended in a way that can't be read; the state keeps the raw operation.
 */
export type Outcome<R = Any> =
  | { readonly type: "succeeded"; readonly response: R | undefined }
  | { readonly type: "failed"; readonly status: Status }
  | { readonly type: "cancelled"; readonly status: Status }
  | { readonly type: "malformed"; readonly problem: string };

/** The outcome of an operation that ended with an error. */
export function outcomeOfStatus(status: Status): Outcome<never> {
  return { type: status.code === Code.CANCELLED ? "cancelled" : "failed", status };
}
