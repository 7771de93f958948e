import type { CallOptions, WaitOperationRequest } from "@rx-lro/core";
import { badRequest } from "../bad-request.ts";

/** How long a wait is held, and whether the caller gives up then instead of taking the latest state. */
export interface HoldTime {
  readonly ms: number;
  readonly expires: boolean;
}

/**
 * How long an engine holds a wait: what was asked for, at most `maxWaitMs` and the call's own deadline.
 *
 * @throws RpcError INVALID_ARGUMENT for a time that is negative or no number.
 */
export function toHoldTime(
  { timeoutMs: asked }: WaitOperationRequest,
  { timeoutMs: deadline = Number.POSITIVE_INFINITY }: CallOptions,
  maxWaitMs: number,
): HoldTime {
  if (asked !== undefined && !(asked >= 0)) {
    throw badRequest("timeout", `a duration from 0s is wanted, not ${asked} ms`);
  }
  if (!(deadline >= 0))
    throw badRequest("timeoutMs", `a time from 0 ms is wanted, not ${deadline}`);
  const ms = Math.min(asked ?? maxWaitMs, maxWaitMs);
  return deadline < ms ? { ms: deadline, expires: true } : { ms, expires: false };
}
