import type { Operation } from "@rx-lro/core";
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
 * Where the operations of an engine are kept and worked on. Records that it answers are stored.
 *
 * What can't be stored or read rejects with an `RpcError`.
 */
export interface Backend {
  /**
   * Stores a new operation and lets it run; answers its record, or that of the one started with the same key.
   *
   * @throws RpcError RESOURCE_EXHAUSTED when the queue is full.
   */
  start(operation: NewOperation, method: ResolvedMethod): Promise<OperationRecord>;
  /** Resolves when what methods have reported is stored, or couldn't be. */
  flush(): Promise<void>;
  get(name: string): Promise<OperationRecord | undefined>;
  /** What a page is made of; to be read at once. */
  list(page: ListPage): Promise<Candidates>;
  /** Asks an operation's method to stop; resolves when that is stored. What has an end is left alone. */
  cancel(name: string): Promise<void>;
  /** Forgets an operation, which runs on unseen; false when there was none. */
  delete(name: string): Promise<boolean>;
  /** What `look` answers or rejects with once the operation is done, deleted or the time over. */
  wait(name: string, hold: Hold, look: () => Promise<Operation>): Promise<Operation>;
  /** Aborts what runs, and begins nothing more; who waits looks. Resolves when nothing runs or the grace is over. */
  close(graceMs: number): Promise<void>;
}
