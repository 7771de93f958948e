import { type Observable, Subscription } from "rxjs";

/**
 * The last value of a stream, when it completes. Rejects with `signal.reason`, or with `incomplete(last)` if
 * the stream ends with something that is no end.
 */
export function endOf<T extends { readonly type: string }>(
  states: Observable<T>,
  signal: AbortSignal | undefined,
  incomplete: (last: T | undefined) => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    let last: T | undefined;
    const subscription = new Subscription();
    const abort = () => {
      subscription.unsubscribe();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort, { once: true });
    subscription.add(
      states.subscribe({
        next: (state) => {
          last = state;
        },
        complete: () => {
          signal?.removeEventListener("abort", abort);
          if (last?.type === "done" || last?.type === "lost") resolve(last);
          else reject(incomplete(last));
        },
      }),
    );
  });
}
