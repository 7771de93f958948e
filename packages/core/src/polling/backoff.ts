import { atLeast } from "./at-least.ts";

/** How long to wait from one look to the next. */
export interface BackoffPolicy {
  /** The delay in ms after the look with this number, the first being 1. Finite, from 0; asked at any time, in any order. */
  delayMs(count: number): number;
  /** The shortest delay in ms that a server's hint can ask for. */
  readonly minMs: number;
}

/** How the delays grow. */
export interface BackoffOptions {
  /** @defaultValue 1 000 ms */
  readonly initialMs?: number;
  /** @defaultValue 1.5: three times longer to reach the maximum than doubling */
  readonly factor?: number;
  /** @defaultValue 15 000 ms: more is too slow for a person who waits */
  readonly maxMs?: number;
  /** Up to this share is added at random. @defaultValue 0.2 */
  readonly jitter?: number;
  /** From 0 to 1. @defaultValue `Math.random` */
  readonly random?: () => number;
}

/**
 * Delays that grow from `initialMs` by `factor` up to `maxMs`, each with up to `jitter` added.
 *
 * @throws RangeError for a delay that is negative or not a number, infinite first delays, or a factor below 1.
 */
export function createBackoffPolicy(options: BackoffOptions): BackoffPolicy {
  const { initialMs = 1000, factor = 1.5, jitter = 0.2, random = Math.random } = options;
  const { maxMs = Math.max(15_000, initialMs) } = options;
  atLeast("initialMs", initialMs, 0);
  atLeast("factor", factor, 1);
  atLeast("maxMs", maxMs, initialMs);
  atLeast("jitter", jitter, 0);
  // Where the power overflows, 0 times infinity would be NaN.
  const grown = (count: number) =>
    initialMs && Math.min(initialMs * factor ** Math.max(0, count - 1), maxMs);
  if (!Number.isFinite(grown(2) * (1 + jitter))) {
    throw new RangeError("the first delays must be finite, or nobody would look again");
  }
  return { minMs: initialMs, delayMs: (count) => grown(count) * (1 + jitter * random()) };
}

/** How far a service's hint can go. */
interface HintBounds {
  readonly backoff: BackoffPolicy;
  readonly maxHintMs: number;
}

/** How long to wait, in ms: as a service hints, within bounds, or else `delayMs`. */
export function hintedDelay(
  hintMs: number | undefined,
  delayMs: number,
  { backoff, maxHintMs }: HintBounds,
): number {
  if (hintMs === undefined) return delayMs;
  return Math.max(Math.min(hintMs || 0, maxHintMs), backoff.minMs);
}
