import type { Any } from "../protocol/any.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { CancellationOutcome } from "./cancellation-outcome.ts";
import type { Outcome } from "./outcome.ts";

/**
 * What a watcher knows of an operation now.
 *
 * `cancelling` is `requesting` until the service has accepted the request, then `requested` until the operation
 * ends. `done` and `lost` end a stream of states; after `lost`, subscribing again resumes. `running` is also the state
 * of one whose first looks have failed: it has no `operation` then.
 */
export type OperationState<R = Any, M = Any> = OperationFacts<R, M> &
  (
    | { readonly type: "running" }
    | { readonly type: "cancelling"; readonly phase: "requesting" | "requested" }
    | { readonly type: "done"; readonly outcome: Outcome<R> }
    | { readonly type: "lost"; readonly reason: LostReason; readonly error?: RpcError }
  );

/** What every state carries, as far as it is known. */
export interface OperationFacts<R = Any, M = Any> {
  /** Empty when the service gave none. */
  readonly name: string;
  /** As the service last sent it. */
  readonly operation?: Operation;
  /** As the view's decoder made it; without one, as the service sent it. */
  readonly metadata?: M;
  /** What is wrong with the metadata: why the decoder left it out, or why no progress can be read from it. */
  readonly metadataProblem?: string;
  /** From 0 to 1, if the service's metadata has it. May fall: a new attempt starts over. */
  readonly progress?: number;
  /** What the latest request to cancel led to; one still open at the view's deadline is `unconfirmed`. */
  readonly cancellation?: CancellationOutcome<R>;
  /** Why the latest look failed. Cleared by the next good one. */
  readonly pollError?: RpcError;
  /** When `operation` was first seen as it is now, in ms of the watcher's clock. */
  readonly seenAt?: number;
}

/**
 * Why an operation can't be seen any more: `gone` was there and is NOT_FOUND now, `unknown` was never found,
 * `denied` needs other credentials, `unreachable` failed for too long.
 */
export type LostReason = "gone" | "unknown" | "denied" | "unreachable";
