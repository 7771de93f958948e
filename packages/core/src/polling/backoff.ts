import { asyncScheduler, Observable, type SchedulerLike } from "rxjs";
import { isRpcError } from "../protocol/rpc-error.ts";
import { atLeast } from "./at-least.ts";
import { MAX_TIMER_MS } from "./schedule.ts";

/** How long to wait from one look to the next. */
export interface BackoffPolicy {
  /** The delay in ms after the look with this number, the first being 1. Finite, from 0; asked once for each look. */
  delayMs(count: number): number;
  /** The shortest delay in ms that a server's hint can ask for. */
  readonly minMs: number;
}

/** The delays of {@link exponentialBackoff}. */
export interface ExponentialBackoffOptions {
  /** @defaultValue 1 000 ms */
  readonly initialMs?: number;
  /** @defaultValue 1.5: three times longer to reach the maximum than doubling */
  readonly factor?: number;
  /** @defaultValue 15 000 ms: more is too slow for a person who waits */
  readonly maxMs?: number;
  /** Up to this share is added at random. @defaultValue 0.2 */
  readonly jitter?: number;
  /** The longest wait in ms that an error's retry delay can ask for. @defaultValue 600 000 */
  readonly maxHintMs?: number;
  /** From 0 to 1. @defaultValue `Math.random` */
  readonly random?: () => number;
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
 * @throws RangeError for a delay that is negative or not a number, or a factor below 1.
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
  const {
    initialMs = 1000,
    factor = 1.5,
    maxMs = Math.max(15_000, initialMs),
    jitter = 0.2,
    maxHintMs = Math.max(600_000, initialMs),
  } = options;
  const { random = Math.random, scheduler = asyncScheduler } = options;
  atLeast("initialMs", initialMs, 0);
  atLeast("factor", factor, 1);
  atLeast("maxMs", maxMs, initialMs);
  atLeast("jitter", jitter, 0);
  atLeast("maxHintMs", maxHintMs, initialMs);

  // Beyond the largest number 0 times infinity would be no number.
  const grown = (count: number) =>
    initialMs && Math.min(initialMs * factor ** Math.max(0, count - 1), maxMs);
  const delayMs = (count: number) => grown(count) * (1 + jitter * random());

  const select = (first: unknown, second?: number) => {
    const hintMs = isRpcError(first) ? first.retryDelayMs : undefined;
    const count = second ?? (typeof first === "number" ? first : 1);
    const wait = hintMs === undefined ? delayMs(count) : withinHint(hintMs, policy, maxHintMs);
    return after(wait, scheduler);
  };
  const policy = { delayMs, minMs: initialMs };
  return Object.assign(select, policy);
}

/** A service's hint in ms, within its bounds. */
export function withinHint(hintMs: number, { minMs }: BackoffPolicy, maxHintMs: number): number {
  return Math.min(Math.max(hintMs || 0, minMs), maxHintMs);
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
