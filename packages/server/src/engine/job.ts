import { toJsonObject } from "../json.ts";
import type { Waiters } from "./hold.ts";
import type { ResolvedMethod } from "./method.ts";
import {
  cancelledEnd,
  type OperationEnd,
  type OperationRecord,
  recordCancelFailure,
  recordCancelRequest,
  recordEnd,
  recordReport,
  recordStart,
} from "./operation-record.ts";
import { Retries } from "./retries.ts";
import { runMethod } from "./run-method.ts";
import type { Task } from "./run-queue.ts";
import type { Store } from "./store.ts";

/** What a job is made of. */
export interface JobOptions {
  readonly record: OperationRecord;
  readonly method: ResolvedMethod;
  readonly input: unknown;
  readonly store: Store;
  /** Called once, when the operation's end is stored. */
  readonly onEnd: (job: Job) => void;
}

/**
 * An operation at work: the run of its method, and the waiters for its end.
 *
 * It owns the operation's record until the end is stored. Its own record may be ahead of the stored one, which is
 * the one that others see.
 */
export class Job implements Task {
  readonly waiters: Waiters = new Set();
  readonly name: string;
  readonly #method: ResolvedMethod;
  readonly #store: Store;
  readonly #onEnd: (job: Job) => void;
  readonly #controller = new AbortController();
  readonly #retries = new Retries();
  #input: unknown;
  #record: OperationRecord;

  constructor({ record, method, input, store, onEnd }: JobOptions) {
    this.name = record.name;
    this.#record = record;
    this.#method = method;
    this.#input = input;
    this.#store = store;
    this.#onEnd = onEnd;
  }

  async run(): Promise<void> {
    // The caller that started it awaits its insertion first, so it is answered before the handler is called.
    await Promise.resolve();
    if (!(await this.#keep(recordStart(this.#record, Date.now())))) return;
    const input = this.#input;
    this.#input = undefined;
    const end = await runMethod(this.#method, input, {
      name: this.name,
      attempt: this.#record.attempt,
      signal: this.#controller.signal,
      report: (fields) => {
        if (this.#record.end !== undefined) return;
        this.#record = recordReport(this.#record, toJsonObject(fields), Date.now());
        this.#store.note(this.#record);
      },
    });
    // Nobody asked to cancel: the engine closed, which ends no operation.
    if (end === cancelledEnd && !this.#record.cancelRequested) return;
    await this.#end(end);
  }

  /** Stores the request to cancel, then asks the method to stop; a job that `withdraw` takes back ends right away. */
  async cancel(withdraw: () => boolean): Promise<void> {
    if (this.#record.end !== undefined) return;
    const asked = this.#record.cancelRequested;
    this.#record = recordCancelRequest(this.#record, Date.now());
    try {
      await this.#store.update(this.#record);
    } catch (refusal) {
      if (!asked) this.#record = recordCancelFailure(this.#record);
      throw refusal;
    }
    if (withdraw()) await this.#end(cancelledEnd);
    else this.abort(`the operation ${JSON.stringify(this.name)} was cancelled`);
  }

  /** Aborts the method's signal, unless the method has ended. */
  abort(message: string): void {
    if (this.#record.end !== undefined) return;
    this.#controller.abort(new DOMException(message, "AbortError"));
  }

  /** Stores nothing more, however the method ends. */
  abandon(): void {
    this.#retries.abandon();
  }

  async #end(end: OperationEnd): Promise<void> {
    if (await this.#keep(recordEnd(this.#record, end, Date.now()))) this.#onEnd(this);
  }

  /** Stores a record, however long it takes; false when the job is abandoned. */
  #keep(record: OperationRecord): Promise<boolean> {
    this.#record = record;
    return this.#retries.until(() => this.#store.update(this.#record));
  }
}
