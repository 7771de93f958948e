/** Callbacks for when something happens; each is called once and leaves. */
export type Waiters = Set<() => void>;

/** Calls all waiters. */
export function wake(waiters: Waiters): void {
  for (const waiter of [...waiters]) waiter();
}

/**
 * Resolves when woken or after `ms`, whichever comes first; rejects with `signal.reason`. By then its timer
 * and its listeners are gone.
 */
export function hold(waiters: Waiters, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      waiters.delete(finish);
      signal?.removeEventListener("abort", finish);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(finish, ms);
    waiters.add(finish);
    signal?.addEventListener("abort", finish);
  });
}

/** Settles as a promise does, or resolves after `ms`, whichever comes first; leaves no timer. */
export async function settleWithin(ms: number, promise: Promise<unknown>): Promise<void> {
  const settled: Waiters = new Set();
  await Promise.race([promise, hold(settled, ms)]).finally(() => wake(settled));
}
