import { Code, type RpcError } from "@rx-lro/core/protocol";
import pRetry from "p-retry";

/**
 * How failed attempts are repeated (AIP-194): UNAVAILABLE, network failures, and RESOURCE_EXHAUSTED if the service
 * says when.
 */
export interface RetryOptions {
  /** Attempts after the first, a whole number. @defaultValue 4 */
  readonly retries?: number;
  /** The delay before the second attempt; it doubles from there, with a random part on top. @defaultValue 500 */
  readonly minTimeoutMs?: number;
  /** The longest delay between attempts, without hints. @defaultValue 10000 */
  readonly maxTimeoutMs?: number;
  /**
   * The longest hint of the service (Retry-After, RetryInfo) that is waited for, unless the call's own `timeoutMs` is
   * shorter; after a longer one the call rejects at once.
   *
   * @defaultValue 60000
   */
  readonly maxHintMs?: number;
}

/** Repeats attempts until one succeeds, fails for good, or the signal aborts. */
export function runWithRetries<T>(
  { retries, minTimeoutMs, maxTimeoutMs, maxHintMs }: Required<RetryOptions>,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  return pRetry(attempt, {
    retries,
    minTimeout: minTimeoutMs,
    maxTimeout: maxTimeoutMs,
    randomize: true,
    signal,
    shouldRetry({ error, retryDelay }) {
      const { code, retryDelayMs = -1 } = error as Partial<RpcError>;
      const isRepeated =
        code === Code.UNAVAILABLE || (code === Code.RESOURCE_EXHAUSTED && retryDelayMs >= 0);
      const minTimeout = retryDelayMs - retryDelay;
      return (
        isRepeated &&
        retryDelayMs <= maxHintMs &&
        // Waits for the part of the hint beyond p-retry's delay; by p-retry too, as that ends with the signal.
        (minTimeout <= 0 ||
          pRetry((n) => n > 1 || Promise.reject(error), { retries: 1, minTimeout, signal }))
      );
    },
  });
}
