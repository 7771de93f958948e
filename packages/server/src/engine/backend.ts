import type { Operation } from "@rx-lro/core/protocol";
import type { Candidates, ListPage } from "./list-page.ts";
import type { ResolvedMethod } from "./method.ts";
import type { NewOperation } from "./new-operation.ts";
import type { OperationRecord } from "./operation-record.ts";

/** How long a wait is held. */
export interface Hold {
  readonly ms: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Where an engine's operations are kept and worked on. The records that it returns are stored.
 *
 * Calls that can't store or read reject with an `RpcError`.
 */
export interface Backend {
  /**
   * Stores a new operation and lets it run; returns its record, or that of the one started with the same key.
   *
   * @throws RpcError RESOURCE_EXHAUSTED when the queue is full.
   */
  start(operation: NewOperation, method: ResolvedMethod): Promise<OperationRecord>;
  /** Resolves when the methods' reports are stored, or couldn't be. */
  flush(): Promise<void>;
  get(name: string): Promise<OperationRecord | undefined>;
  /** The candidates for a page; to be read at once. */
  list(page: ListPage): Promise<Candidates>;
  /** Asks an operation's method to stop; resolves when the request is stored. One that has ended is left alone. */
  cancel(name: string): Promise<void>;
  /** Forgets an operation, which runs on unseen; false when there was none. */
  delete(name: string): Promise<boolean>;
  /** Settles as `look` does once the operation is done or deleted, or the time is over. */
  wait(name: string, hold: Hold, look: () => Promise<Operation>): Promise<Operation>;
  /** Aborts what runs and begins nothing more; held waits look. Resolves when nothing runs or the grace is over. */
  close(graceMs: number): Promise<void>;
}
