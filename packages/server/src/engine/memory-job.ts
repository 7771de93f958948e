import type { Any, Operation } from "@rx-lro/core";
import { type Waiters, wake } from "./hold.ts";
import { toJsonObject } from "./json.ts";
import type { ResolvedMethod } from "./method.ts";
import type { EngineFacts } from "./operation-metadata.ts";
import {
  cancelledEnd,
  type OperationRecord,
  recordCancelRequest,
  recordEnd,
  recordReport,
  recordStart,
} from "./operation-record.ts";
import { runMethod } from "./run-method.ts";
import type { Task } from "./run-queue.ts";
import { toOperation } from "./to-operation.ts";

/** What makes a job. */
export interface MemoryJobOptions {
  readonly record: OperationRecord;
  readonly method: ResolvedMethod;
  readonly input: unknown;
  readonly metadata: (facts: EngineFacts) => Any;
  /** Its place in the order of creation, from 1. */
  readonly position: number;
  readonly requestKey: string | undefined;
}

/** An operation in memory: its record, the run of its method, and who waits for its end. */
export class MemoryJob implements Task {
  readonly position: number;
  readonly requestKey: string | undefined;
  readonly method: ResolvedMethod;
  readonly waiters: Waiters = new Set();
  readonly #controller = new AbortController();
  readonly #metadata: (facts: EngineFacts) => Any;
  #input: unknown;
  #record: OperationRecord;
  #shown: Operation | undefined;

  constructor(options: MemoryJobOptions) {
    this.position = options.position;
    this.requestKey = options.requestKey;
    this.method = options.method;
    this.#metadata = options.metadata;
    this.#input = options.input;
    this.#record = options.record;
  }

  get record(): OperationRecord {
    return this.#record;
  }

  /** The operation now; the same object until something changes. */
  show(): Operation {
    this.#shown ??= toOperation(this.#record, this.method.metadataType, this.#metadata);
    return this.#shown;
  }

  async run(): Promise<void> {
    this.#update(recordStart(this.#record, Date.now()));
    const input = this.#input;
    this.#input = undefined;
    const end = await runMethod(this.method, input, {
      name: this.#record.name,
      attempt: this.#record.attempt,
      signal: this.#controller.signal,
      report: (fields) => {
        if (this.#record.end !== undefined) return;
        this.#update(recordReport(this.#record, toJsonObject(fields), Date.now()));
      },
    });
    this.#update(recordEnd(this.#record, end, Date.now()));
  }

  /** Asks the method to stop; one that never began (`withdrawn`) has ended by that. */
  cancel(withdrawn: boolean): void {
    if (this.#record.end !== undefined) return;
    this.#update(recordCancelRequest(this.#record, Date.now()));
    if (withdrawn) this.#update(recordEnd(this.#record, cancelledEnd, Date.now()));
    else this.abort(`the operation ${JSON.stringify(this.#record.name)} was cancelled`);
  }

  /** Aborts the method's signal. */
  abort(message: string): void {
    this.#controller.abort(new DOMException(message, "AbortError"));
  }

  #update(record: OperationRecord): void {
    if (this.#record === record) return;
    this.#record = record;
    this.#shown = undefined;
    if (record.end !== undefined) wake(this.waiters);
  }
}
