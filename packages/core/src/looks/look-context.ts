import type { BackoffPolicy } from "../polling/backoff.ts";
import type { Budget } from "../polling/budget.ts";
import type { Alarm, Schedule } from "../polling/schedule.ts";
import type { RpcError } from "../protocol/rpc-error.ts";

/** What all loops and requests of a watcher share. */
export interface LookContext {
  readonly backoff: BackoffPolicy;
  readonly maxHintMs: number;
  readonly notFoundGraceMs: number;
  readonly requestTimeoutMs: number;
  /** Ms since the watcher was created: small numbers, which hosts keep in little memory. */
  readonly now: () => number;
  readonly schedule: Schedule<Alarm>;
  readonly budget: Budget;
  readonly planner: LookPlanner;
  /** Numbers everything that is asked by when it was: an answer counts if it was asked after the last that did. */
  readonly asks: { latest: number };
}

/** Who plans the looks, as far as loops have something to tell it. */
export interface LookPlanner {
  /** How many operations are looked at, and parents. */
  watched: number;
  /** A look by wait has failed. */
  waitFailed(error: RpcError): void;
}
