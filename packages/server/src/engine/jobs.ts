import { hold, type Waiters, wake } from "./hold.ts";
import { endOfInterrupted } from "./interrupted.ts";
import { Job } from "./job.ts";
import type { ResolvedMethod } from "./method.ts";
import type { NewOperation } from "./new-operation.ts";
import { type OperationRecord, recordEnd } from "./operation-record.ts";
import { queueFull } from "./refusals.ts";
import type { RunQueue } from "./run-queue.ts";
import type { Store } from "./store.ts";

/** The operations of an engine that have no end yet, by name; their records are in the store. */
export class Jobs {
  readonly #store: Store;
  readonly #queue: RunQueue<Job>;
  readonly #jobs = new Map<string, Job>();

  constructor(store: Store, queue: RunQueue<Job>) {
    this.#store = store;
    this.#queue = queue;
  }

  /**
   * Stores a new operation and lets it run; resolves when it is stored.
   *
   * @throws RpcError RESOURCE_EXHAUSTED when the queue is full.
   */
  async start(operation: NewOperation, method: ResolvedMethod): Promise<void> {
    if (this.#queue.isFull) throw queueFull(this.#queue.maxQueued);
    const { record, input } = operation;
    const stored = this.#store.insert(operation);
    const job = this.#create(record, method, input);
    // Already: so that the beginning of its run is stored with it.
    this.#queue.add(job);
    try {
      await stored;
    } catch (refusal) {
      this.forget(job.name);
      this.#queue.withdraw(job);
      job.abandon();
      throw refusal;
    }
  }

  /** Takes up what an earlier engine left in the store without an end. */
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

  /** Asks a job to stop; resolves when that is stored. What has an end is left alone. */
  async cancel(name: string): Promise<void> {
    const job = this.#jobs.get(name);
    await job?.cancel(() => this.#queue.withdraw(job));
  }

  /** Resolves when the end is stored, the job forgotten or the time over; at once when there is none. */
  async wait(name: string, ms: number, signal?: AbortSignal): Promise<void> {
    const job = this.#jobs.get(name);
    if (job !== undefined) await hold(job.waiters, ms, signal);
  }

  /** Lets go of a job; if it runs, it runs on unseen. */
  forget(name: string): void {
    const job = this.#jobs.get(name);
    this.#jobs.delete(name);
    if (job !== undefined) wake(job.waiters);
  }

  /** Aborts what runs, keeps the rest from running, and resolves when nothing runs or the grace is over. */
  async close(graceMs: number): Promise<void> {
    const { running, settled } = this.#queue.stop();
    const drained: Waiters = new Set();
    const grace = hold(drained, graceMs);
    void settled.then(() => wake(drained));
    for (const job of running) job.abort("the engine was closed");
    for (const job of this.#jobs.values()) wake(job.waiters);
    await grace;
    for (const job of [...running, ...this.#jobs.values()]) job.abandon();
  }

  #create(record: OperationRecord, method: ResolvedMethod, input: unknown): Job {
    const onEnd = (): void => this.forget(record.name);
    const job = new Job({ record, method, input, store: this.#store, onEnd });
    this.#jobs.set(job.name, job);
    return job;
  }
}
