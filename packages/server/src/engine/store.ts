import type { Candidates, ListPage } from "./list-page.ts";
import type { NewOperation } from "./new-operation.ts";
import type { OperationRecord } from "./operation-record.ts";

/**
 * Where an engine keeps its records.
 *
 * Reads see only what is stored. A write resolves when its record is stored, and rejects with an `RpcError`
 * when it couldn't be; then nothing has changed.
 */
export interface Store {
  /** Adds an operation, the last in the order of creation. */
  insert(operation: NewOperation): Promise<void>;
  /** Replaces a record that has no end; a deleted one stays deleted. */
  update(record: OperationRecord): Promise<void>;
  /** As `update`, but may wait for the next write or flush, and is lost when that fails. */
  note(record: OperationRecord): void;
  delete(record: OperationRecord): Promise<void>;
  /** Resolves when nothing is waiting to be stored, whether it could be or not. */
  flush(): Promise<void>;

  get(name: string): OperationRecord | undefined;
  /** The operation that was started with this key. */
  find(requestKey: string): OperationRecord | undefined;
  /** The candidates for a page; to be read at once. */
  list(page: ListPage): Candidates;
  /** The operations without an end, in the order of creation. */
  unfinished(): Iterable<Pick<NewOperation, "record" | "input">>;

  /** Stores what is waiting. Every later write rejects. */
  close(): void;
}
