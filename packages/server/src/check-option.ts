/**
 * A positive integer or `Infinity`, which is the default.
 *
 * @throws RangeError for anything else.
 */
export function checkCount(option: string, value = Number.POSITIVE_INFINITY): number {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value > 0)) return value;
  throw new RangeError(`${option} must be a positive integer or Infinity, not ${value}`);
}

/** The longest time that a timer can be set to, in milliseconds. */
export const MAX_MS = 2_147_483_647;

/**
 * A number of milliseconds that a timer can take.
 *
 * @throws RangeError for anything else.
 */
export function checkMs(option: string, value: number): number {
  if (value >= 0 && value <= MAX_MS) return value;
  throw new RangeError(`${option} must be from 0 to ${MAX_MS} milliseconds, not ${value}`);
}
