import type { Candidates, ListPage } from "./list-page.ts";
import type { NewOperation } from "./new-operation.ts";
import type { OperationRecord } from "./operation-record.ts";

/**
 * Where an engine keeps its records.
 *
 * Reads see what is stored and nothing else. A write resolves when its record is stored, and rejects with an
 * `RpcError` when it couldn't be and nothing has changed.
 */
export interface Store {
  /** Adds an operation, the last in the order of creation. */
  insert(operation: NewOperation): Promise<void>;
  /** Replaces a record that has no end; one that was deleted stays away. */
  update(record: OperationRecord): Promise<void>;
  /** As `update`, but may wait for the next write or flush, and get lost when that fails. */
  note(record: OperationRecord): void;
  delete(record: OperationRecord): Promise<void>;
  /** Resolves when nothing is waiting to be stored, whether it could be or not. */
  flush(): Promise<void>;

  get(name: string): OperationRecord | undefined;
  /** The operation that was started with this key. */
  find(requestKey: string): OperationRecord | undefined;
  /** What a page is made of; to be read at once. */
  list(page: ListPage): Candidates;
  /** What has no end, in the order of creation. */
  unfinished(): Iterable<NewOperation>;

  /** Stores what is waiting. Every later write rejects. */
  close(): void;
}
