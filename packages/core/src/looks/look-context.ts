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
  /** Ms since the watcher was created: hosts need less memory for small numbers. */
  readonly now: () => number;
  readonly schedule: Schedule<Alarm>;
  readonly budget: Budget;
  readonly planner: LookPlanner;
  /** Numbers requests as they begin: an answer counts if its request began after that of the last one that did. */
  readonly asks: { latest: number };
}

/** What plans the looks, as far as loops report to it. */
export interface LookPlanner {
  /** How many operations and parents are being looked at. */
  watched: number;
  /** A look by wait has failed. */
  waitFailed(error: RpcError): void;
}
