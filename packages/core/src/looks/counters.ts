import type { Operations } from "../protocol/operations.ts";

/** A summary of numbers: how many there were, their sum and the largest. */
export interface Tally {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
}

/** What a watcher has done since it was created. */
export interface WatcherCounters {
  /** Requests that were sent, by method. */
  readonly requests: Readonly<Record<"get" | "list" | "wait" | "cancel", number>>;
  /** Operations that were looked at, by way: a page of a list looks at many. */
  readonly looks: Readonly<Record<"get" | "list" | "wait", number>>;
  /** How often a way of looking was given up or set aside for a while. */
  readonly downgrades: number;
  /**
   * Ms from an end (`endTime` in the metadata) to its detection, by the clocks of the service and of the watcher,
   * never below 0; only for operations that have one and ended since the watcher was created.
   */
  readonly lagMs: Tally;
}

/** Keeps a watcher's counters. */
export class Counters {
  readonly requests = { get: 0, list: 0, wait: 0, cancel: 0 };
  readonly looks = { get: 0, list: 0, wait: 0 };
  downgrades = 0;
  readonly #lagMs = { count: 0, sum: 0, max: 0 };

  /** An end was detected `ms` after it happened. */
  lagged(ms: number): void {
    const lag = this.#lagMs;
    lag.count += 1;
    lag.sum += ms;
    lag.max = Math.max(lag.max, ms);
  }

  /** The counters as they are now. */
  read(): WatcherCounters {
    const { downgrades } = this;
    return {
      requests: { ...this.requests },
      looks: { ...this.looks },
      downgrades,
      lagMs: { ...this.#lagMs },
    };
  }
}

/** The methods that a watcher calls. */
export type Calls = Pick<
  Operations,
  "getOperation" | "listOperations" | "waitOperation" | "cancelOperation"
>;

/** The same methods, with their requests counted. */
export function counted(operations: Calls, { requests }: Counters): Calls {
  return {
    getOperation(request, options) {
      requests.get += 1;
      return operations.getOperation(request, options);
    },
    listOperations(request, options) {
      requests.list += 1;
      return operations.listOperations(request, options);
    },
    waitOperation(request, options) {
      requests.wait += 1;
      return operations.waitOperation(request, options);
    },
    cancelOperation(request, options) {
      requests.cancel += 1;
      return operations.cancelOperation(request, options);
    },
  };
}
