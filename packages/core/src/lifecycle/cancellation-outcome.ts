import type { Any } from "../protocol/any.ts";
import { Code } from "../protocol/code.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { Status } from "../protocol/status.ts";
import type { Outcome } from "./outcome.ts";

/** What asking to cancel led to. */
export type CancellationOutcome<R = Any> =
  /** The service says so: `error.code` 1. */
  | { readonly type: "cancelled"; readonly status: Status }
  /** It finished all the same. */
  | { readonly type: "completed"; readonly outcome: Outcome<R> }
  /** It ended with another error. */
  | { readonly type: "failed"; readonly status: Status }
  /** The service can't cancel: code 12, HTTP 501 or no such route. The operation was still running. */
  | { readonly type: "unimplemented"; readonly error: RpcError }
  /** Denied, failed precondition or the like, or unanswered for as long as contact may be lost. The operation was still running. */
  | { readonly type: "rejected"; readonly error: RpcError }
  /** There is no such operation. */
  | { readonly type: "gone" }
  /**
   * The watch ended before the service settled it: contact was `lost`, this view reached its `deadline`, or
   * the deadline `detached` it.
   */
  | { readonly type: "unconfirmed"; readonly reason: "lost" | "deadline" | "detached" };

/** Whether it is known what a request to cancel led to. Otherwise it is made again where a watch goes on. */
export function isSettled(outcome: CancellationOutcome<unknown> | undefined): boolean {
  return outcome !== undefined && outcome.type !== "unconfirmed";
}

/** What the end of an operation means to somebody who asked to cancel it. */
export function cancellationOfOutcome<R>(outcome: Outcome<R>): CancellationOutcome<R> {
  switch (outcome.type) {
    case "cancelled":
    case "failed":
      return { type: outcome.type, status: outcome.status };
    case "succeeded":
    case "malformed":
      return { type: "completed", outcome };
  }
}

/** What a refusal means, once a look has shown that the operation lives on. */
export function cancellationOfRefusal(error: RpcError): CancellationOutcome<never> {
  const unimplemented = error.code === Code.UNIMPLEMENTED || error.unrouted;
  return { type: unimplemented ? "unimplemented" : "rejected", error };
}

/**
 * Whether an error is the service's answer to the request itself, which it would give again. Any other error leaves
 * open whether a request to cancel arrived, so it is repeated.
 */
export function isRefusal(error: RpcError): boolean {
  switch (error.code) {
    case Code.INVALID_ARGUMENT:
    case Code.NOT_FOUND:
    case Code.ALREADY_EXISTS:
    case Code.PERMISSION_DENIED:
    case Code.FAILED_PRECONDITION:
    case Code.OUT_OF_RANGE:
    case Code.UNIMPLEMENTED:
    case Code.DATA_LOSS:
    case Code.UNAUTHENTICATED:
      return true;
    default:
      return false;
  }
}
