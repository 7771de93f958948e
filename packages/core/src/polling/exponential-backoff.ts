import { asyncScheduler, Observable, type SchedulerLike } from "rxjs";
import { isRpcError } from "../protocol/rpc-error.ts";
import { atLeast } from "./at-least.ts";
import {
  type BackoffOptions,
  type BackoffPolicy,
  createBackoffPolicy,
  hintedDelay,
} from "./backoff.ts";
import { MAX_TIMER_MS } from "./schedule.ts";

/** The delays of {@link exponentialBackoff}. */
export interface ExponentialBackoffOptions extends BackoffOptions {
  /** The longest wait in ms that an error's retry delay can ask for. @defaultValue 600 000 */
  readonly maxHintMs?: number;
  /** @defaultValue rxjs' `asyncScheduler` */
  readonly scheduler?: SchedulerLike;
}

/** A back-off policy that is also a delay selector for RxJS' `repeat({ delay })` and `retry({ delay })`. */
export interface ExponentialBackoff extends BackoffPolicy {
  (count: number): Observable<number>;
  (error: unknown, count: number): Observable<number>;
}

/**
 * Delays that grow from `initialMs` by `factor` up to `maxMs`, each with up to `jitter` added.
 *
 * As a selector of `retry` it follows the retry delay of an `RpcError` for the next try only.
 *
 * @throws RangeError for a delay that is negative or not a number, infinite first delays, or a factor below 1.
 *
 * @example
 * ```ts
 * import { exponentialBackoff, lookByGet, type Operations } from "@rx-lro/core";
 * import { repeat, takeWhile } from "rxjs";
 * function poll(operations: Operations, name: string) {
 *   const delay = exponentialBackoff({ initialMs: 500 });
 *   return lookByGet(operations, name).pipe(repeat({ delay }), takeWhile((o) => !o.done, true));
 * }
 * ```
 */
export function exponentialBackoff(options: ExponentialBackoffOptions = {}): ExponentialBackoff {
  const backoff = createBackoffPolicy(options);
  const { minMs, delayMs } = backoff;
  const { maxHintMs = Math.max(600_000, minMs), scheduler = asyncScheduler } = options;
  atLeast("maxHintMs", maxHintMs, minMs);

  const select = (first: unknown, second?: number) => {
    const hintMs = isRpcError(first) ? first.retryDelayMs : undefined;
    const count = second ?? (typeof first === "number" ? first : 1);
    return after(hintedDelay(hintMs, delayMs(count), { backoff, maxHintMs }), scheduler);
  };
  return Object.assign(select, backoff);
}

function after(delayMs: number, scheduler: SchedulerLike): Observable<number> {
  return new Observable((subscriber) => {
    const wait = (ms: number) => {
      const go = () => {
        if (ms > MAX_TIMER_MS) return wait(ms - MAX_TIMER_MS);
        subscriber.next(0);
        subscriber.complete();
      };
      subscriber.add(scheduler.schedule(go, Math.min(ms, MAX_TIMER_MS)));
    };
    wait(delayMs);
  });
}
