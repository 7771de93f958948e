import { checkCount } from "../check-option.ts";

/** What a queue runs; its run must not reject. */
export interface Task {
  run(): Promise<void>;
}

/** How many tasks run at a time, and how many more may be queued. */
export interface RunQueueOptions {
  readonly concurrency?: number;
  readonly maxQueued?: number;
}

/** Runs tasks in the order they came, a limited number at a time. */
export interface RunQueue<T extends Task> {
  /** How many tasks may be queued; those beyond that run all the same. */
  readonly maxQueued: number;
  readonly isFull: boolean;
  /** Runs the task now or when its turn comes. */
  add(task: T): void;
  /** Takes a task back; false when it has begun. */
  withdraw(task: T): boolean;
  /** Takes back all that have not begun. Returns the others; `settled` resolves when all of them have settled. */
  stop(): { readonly running: readonly T[]; readonly settled: Promise<unknown> };
}

/**
 * A queue that runs `concurrency` tasks at a time; `Infinity`, the default, runs all at once.
 *
 * @throws RangeError for a number that isn't a positive integer or Infinity.
 */
export function createRunQueue<T extends Task>(options: RunQueueOptions): RunQueue<T> {
  const concurrency = checkCount("concurrency", options.concurrency);
  const maxQueued = checkCount("maxQueued", options.maxQueued);
  const queued = new Set<T>();
  const running = new Map<T, Promise<void>>();

  function pump(): void {
    for (const task of queued) {
      if (running.size >= concurrency) return;
      queued.delete(task);
      const settled = task.run().finally(() => {
        running.delete(task);
        pump();
      });
      running.set(task, settled);
    }
  }

  return {
    maxQueued,
    get isFull() {
      return running.size >= concurrency && queued.size >= maxQueued;
    },
    add(task) {
      queued.add(task);
      pump();
    },
    withdraw: (task) => queued.delete(task),
    stop() {
      queued.clear();
      return { running: [...running.keys()], settled: Promise.all(running.values()) };
    },
  };
}
