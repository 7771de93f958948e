import type { Any } from "./any.ts";

/**
 * A google.longrunning.Operation in JSON, as the service sent it.
 *
 * `done` alone decides whether it has ended: services send `response` before that, and `done` without any
 * result. Read it with `readOperation`. Source: google/longrunning/operations.proto, AIP-151.
 */
export interface Operation {
  /** Unique within its service. Empty or missing only when the operation was born done. */
  readonly name: string;
  /** What the service tells while the operation runs: progress, times, state. */
  readonly metadata?: Any | null;
  readonly done?: boolean;
  /** How it failed; `code` is a google.rpc.Code, 1 (CANCELLED) after a cancellation that took effect. */
  readonly error?: {
    readonly code?: number;
    readonly message?: string;
    readonly details?: readonly Any[];
  } | null;
  /** The result of a success. */
  readonly response?: Any | null;
}
