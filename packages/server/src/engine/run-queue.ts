/** What a queue runs; it must not reject. */
export interface Task {
  run(): Promise<void>;
}

/** Runs tasks in the order they came, so many at a time. */
export interface RunQueue<T extends Task> {
  /** Runs the task now or when its turn comes. */
  add(task: T): void;
  /** Takes a task back; false when it has begun. */
  withdraw(task: T): boolean;
  /** Takes back all that have not begun. The others are answered, `settled` when they all have. */
  stop(): { readonly running: readonly T[]; readonly settled: Promise<unknown> };
}

/**
 * A queue for so many tasks at a time; `Infinity` runs all at once.
 *
 * @throws RangeError when it isn't a positive integer or Infinity.
 */
export function createRunQueue<T extends Task>(concurrency: number): RunQueue<T> {
  if (
    concurrency !== Number.POSITIVE_INFINITY &&
    !(Number.isInteger(concurrency) && concurrency > 0)
  ) {
    throw new RangeError(`concurrency is a positive integer or Infinity, not ${concurrency}`);
  }
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
