import type { Operation } from "@rx-lro/core/protocol";
import type { Backend, Hold } from "./backend.ts";
import { hold, settleWithin, wake } from "./hold.ts";
import { endOfInterrupted } from "./interrupted.ts";
import { Job } from "./job.ts";
import type { Candidates, ListPage } from "./list-page.ts";
import type { ResolvedMethod } from "./method.ts";
import type { NewOperation } from "./new-operation.ts";
import { type OperationRecord, recordEnd } from "./operation-record.ts";
import { queueFull } from "./refusals.ts";
import { createRunQueue, type RunQueue, type RunQueueOptions } from "./run-queue.ts";
import type { Store } from "./store.ts";

/** Operations that this process alone keeps in a store and works on. */
export class LocalBackend implements Backend {
  readonly #store: Store;
  readonly #queue: RunQueue<Job>;
  /** The jobs of operations that have no end yet, by name; they own the records. */
  readonly #jobs = new Map<string, Job>();
  /** Starts on their way into the store, by request key. */
  readonly #starting = new Map<string, Promise<OperationRecord>>();

  constructor(store: Store, options: RunQueueOptions) {
    this.#store = store;
    this.#queue = createRunQueue(options);
  }

  /** Resumes operations that an earlier engine left without an end; resolves when those that aren't run have one. */
  async resume(methods: ReadonlyMap<string, ResolvedMethod>, maxAttempts: number): Promise<void> {
    const ends: Promise<void>[] = [];
    const jobs: Job[] = [];
    for (const { record, input } of this.#store.unfinished()) {
      const method = methods.get(record.method);
      const end = endOfInterrupted(record, method, maxAttempts);
      if (end !== undefined) ends.push(this.#store.update(recordEnd(record, end, Date.now())));
      else if (method !== undefined) jobs.push(this.#create(record, method, input));
    }
    await Promise.all(ends);
    for (const job of jobs) this.#queue.add(job);
  }

  // Not async, so that its caller is answered before the method's handler is called.
  start(operation: NewOperation, method: ResolvedMethod): Promise<OperationRecord> {
    const { requestKey } = operation;
    if (requestKey === undefined) return this.#insert(operation, method);
    const starting = this.#starting.get(requestKey);
    if (starting !== undefined) return starting;
    const known = this.#store.find(requestKey);
    if (known !== undefined) return Promise.resolve(known);
    const started = this.#insert(operation, method);
    const clear = (): boolean => this.#starting.delete(requestKey);
    this.#starting.set(requestKey, started);
    started.then(clear, clear);
    return started;
  }

  flush(): Promise<void> {
    return this.#store.flush();
  }

  async get(name: string): Promise<OperationRecord | undefined> {
    return this.#store.get(name);
  }

  async list(page: ListPage): Promise<Candidates> {
    return this.#store.list(page);
  }

  async cancel(name: string): Promise<void> {
    const job = this.#jobs.get(name);
    await job?.cancel(() => this.#queue.withdraw(job));
  }

  async delete(name: string): Promise<boolean> {
    const record = this.#store.get(name);
    if (record === undefined) return false;
    await this.#store.delete(record);
    this.#forget(name);
    return true;
  }

  async wait(
    name: string,
    { ms, signal }: Hold,
    look: () => Promise<Operation>,
  ): Promise<Operation> {
    const job = this.#jobs.get(name);
    if (job !== undefined) await hold(job.waiters, ms, signal);
    return await look();
  }

  async close(graceMs: number): Promise<void> {
    const { running, settled } = this.#queue.stop();
    for (const job of running) job.abort("the engine was closed");
    for (const job of this.#jobs.values()) wake(job.waiters);
    await settleWithin(graceMs, settled);
    for (const job of [...running, ...this.#jobs.values()]) job.abandon();
    this.#store.close();
  }

  async #insert(operation: NewOperation, method: ResolvedMethod): Promise<OperationRecord> {
    if (this.#queue.isFull) throw queueFull(this.#queue.maxQueued);
    const { record, input } = operation;
    const stored = this.#store.insert(operation);
    const job = this.#create(record, method, input);
    // Already now, so that the beginning of its run is stored with it.
    this.#queue.add(job);
    try {
      await stored;
    } catch (refusal) {
      this.#forget(job.name);
      this.#queue.withdraw(job);
      job.abandon();
      throw refusal;
    }
    return record;
  }

  #create(record: OperationRecord, method: ResolvedMethod, input: unknown): Job {
    const onEnd = (): void => this.#forget(record.name);
    const job = new Job({ record, method, input, store: this.#store, onEnd });
    this.#jobs.set(job.name, job);
    return job;
  }

  /** Lets go of a job; if it runs, it runs on unseen. */
  #forget(name: string): void {
    const job = this.#jobs.get(name);
    this.#jobs.delete(name);
    if (job !== undefined) wake(job.waiters);
  }
}
