import type { LostReason } from "../lifecycle/operation-state.ts";
import { Code } from "../protocol/code.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { atLeast } from "./at-least.ts";

/** What a failed look is judged by. */
export interface PollFailure {
  /** Whether the operation was ever seen. */
  readonly seen: boolean;
  /** How many looks failed in a row, this one included. */
  readonly failures: number;
  /** Ms since the last good look, or since looking began. */
  readonly sinceGoodMs: number;
  /** No look has found it yet, and when this one began, it was so new that the service may not know it (`notFoundGraceMs`). */
  readonly mayBeNew: boolean;
}

/** What a failed look means: look again, or give up. */
export type PollVerdict =
  | { readonly type: "again" }
  | { readonly type: "lost"; readonly reason: LostReason };

/** Decides about failed looks. Pure: it sees the error and the facts, and keeps nothing. */
export interface PollErrorPolicy {
  judge(error: RpcError, failure: PollFailure): PollVerdict;
}

/** The budget of {@link pollErrorPolicy}. */
export interface PollErrorPolicyOptions {
  /** Contact is lost only after this many looks in a row have failed … @defaultValue 10 */
  readonly maxFailures?: number;
  /** … and this long has passed since the last good one. @defaultValue 300 000 ms */
  readonly unreachableAfterMs?: number;
}

/**
 * The default policy: patient with networks, quick with credentials.
 *
 * NOT_FOUND after the operation was seen means `gone`. One that the service never knew (NOT_FOUND, or an error that
 * says the request itself is wrong) is `unknown` once the grace for new names is over. PERMISSION_DENIED and
 * UNAUTHENTICATED mean `denied` at once. Everything else spends the budget; once it is spent, `unreachable`.
 *
 * @throws RangeError when an option is negative or not a number.
 */
export function pollErrorPolicy(options: PollErrorPolicyOptions = {}): PollErrorPolicy {
  const { maxFailures = 10, unreachableAfterMs = 300_000 } = options;
  atLeast("maxFailures", maxFailures, 0);
  atLeast("unreachableAfterMs", unreachableAfterMs, 0);
  return {
    judge(error, { seen, failures, sinceGoodMs, mayBeNew }) {
      const isSpent = failures >= maxFailures && sinceGoodMs >= unreachableAfterMs;
      const reason = reasonOf(error, seen, mayBeNew) ?? (isSpent ? "unreachable" : undefined);
      return reason === undefined ? { type: "again" } : { type: "lost", reason };
    },
  };
}

function reasonOf(error: RpcError, seen: boolean, mayBeNew: boolean): LostReason | undefined {
  switch (error.code) {
    case Code.PERMISSION_DENIED:
    case Code.UNAUTHENTICATED:
      return "denied";
    case Code.NOT_FOUND:
      // A missing route says nothing of an operation that was seen: a proxy may be in the way.
      if (mayBeNew || (seen && error.unrouted)) return undefined;
      return seen ? "gone" : "unknown";
    case Code.INVALID_ARGUMENT:
    case Code.UNIMPLEMENTED:
      return seen || mayBeNew ? undefined : "unknown";
    default:
      return undefined;
  }
}
