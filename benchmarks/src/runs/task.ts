import type { End, OperationSetPlan } from "../server/operation-set.ts";

/** What clients are given to do. */
export interface Workload {
  readonly id: string;
  readonly kind: "settle" | "cancel" | "throughput" | "memory";
  /** The operations that are watched. */
  readonly operations: number;
  /** More in the same parent, which have already ended. */
  readonly finished: number;
  readonly intervalMs: number;
  readonly lifeMs: OperationSetPlan["lifeMs"];
  /** A client that isn't finished after this time is given up. */
  readonly limitMs: number;
  /** How often it is measured; the median counts. */
  readonly runs: number;
}

/** What a client's process is started with. */
export interface Task {
  readonly clientId: string;
  readonly workload: Workload;
  readonly baseUrl: string;
}

/** What a client's process has seen. */
export interface Sighting {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMiB: number;
  readonly eventLoopP99Ms: number;
  readonly eventLoopMaxMs: number;
  /** Heap for each operation that is watched and idle. */
  readonly heapBytes: number | undefined;
  /** When the client knew of each end, in ms of the clock; 0 if it never did. */
  readonly knownAt: readonly number[];
  readonly ends: readonly (End | undefined)[];
  /** Why it gave up. */
  readonly failure: string | undefined;
}
