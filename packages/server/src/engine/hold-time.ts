import type { CallOptions, WaitOperationRequest } from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";

/** How long a wait is held, and whether the caller gives up then instead of taking the latest state. */
export interface HoldTime {
  readonly ms: number;
  readonly expires: boolean;
}

/**
 * How long an engine holds a wait: the time asked for, limited by `maxWaitMs` and the call's own deadline.
 *
 * @throws RpcError INVALID_ARGUMENT for a time that is negative or not a number.
 */
export function toHoldTime(
  { timeoutMs: asked }: WaitOperationRequest,
  { timeoutMs: deadline = Number.POSITIVE_INFINITY }: CallOptions,
  maxWaitMs: number,
): HoldTime {
  if (asked !== undefined && !(asked >= 0)) {
    throw badRequest("timeout", `expected a duration from 0s, got ${asked} ms`);
  }
  if (!(deadline >= 0)) throw badRequest("timeoutMs", `expected a time from 0 ms, got ${deadline}`);
  const ms = Math.min(asked ?? maxWaitMs, maxWaitMs);
  return deadline < ms ? { ms: deadline, expires: true } : { ms, expires: false };
}
