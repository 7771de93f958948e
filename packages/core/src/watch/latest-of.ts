import type { Observable, Subscription } from "rxjs";

/**
 * A stream as an async iterator that is conflated to the latest value: a slow reader misses values that
 * newer ones replaced, never the last. Subscribes at the first `next()`, unsubscribes at `return()`.
 */
export function latestOf<T>(source: Observable<T>): AsyncIterator<T, undefined> {
  let subscription: Subscription | undefined;
  let latest: { readonly value: T } | undefined;
  let isComplete = false;
  const waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];

  const deliver = () => {
    while (waiting.length > 0 && (latest || isComplete)) {
      waiting.shift()?.(latest ? { done: false, ...latest } : { done: true, value: undefined });
      latest = undefined;
    }
  };
  const keep = (value: T) => {
    latest = { value };
    deliver();
  };
  const complete = () => {
    isComplete = true;
    deliver();
  };

  return {
    next() {
      const result = new Promise<IteratorResult<T, undefined>>((resolve) => waiting.push(resolve));
      if (!isComplete) subscription ??= source.subscribe({ next: keep, complete });
      deliver();
      return result;
    },
    return() {
      subscription?.unsubscribe();
      latest = undefined;
      complete();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}
