import type { HttpOperationsOptions } from "./http-operations-options.ts";
import type { RetryOptions } from "./retry.ts";

/** The longest time that a timer can be set to, about 24.8 days. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The times and counts among the options. */
export interface Limits extends Required<RetryOptions> {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/** @throws RangeError for an invalid time or count. */
export function readLimits(options: HttpOperationsOptions): Limits {
  const { timeoutMs = 60_000, maxResponseBytes = 2 ** 23, retry } = options;
  const {
    retries = retry === false ? 0 : 4,
    minTimeoutMs = 500,
    maxTimeoutMs = 10_000,
    maxHintMs = 60_000,
  } = { ...retry };
  const limits = { retries, minTimeoutMs, maxTimeoutMs, maxHintMs, timeoutMs, maxResponseBytes };
  const problem = retries % 1 ? "retries must be whole" : limitProblem(limits);
  if (problem) throw new RangeError(problem);
  return limits;
}

/** What is wrong with the first invalid one of these times (`…Ms`) and counts; undefined when all are valid. */
export function limitProblem(limits: Readonly<Record<string, number>>): string | undefined {
  for (const name in limits) {
    const value = limits[name] ?? Number.NaN;
    if (!(value >= 0 && value <= MAX_TIMEOUT_MS)) {
      return `${name} must be from 0 to ${MAX_TIMEOUT_MS}, not ${value}`;
    }
  }
  return undefined;
}
