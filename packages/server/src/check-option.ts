/**
 * A positive integer or `Infinity`, which is the default.
 *
 * @throws RangeError for anything else.
 */
export function checkCount(option: string, value = Number.POSITIVE_INFINITY): number {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value > 0)) return value;
  throw new RangeError(`${option} must be a positive integer or Infinity, not ${value}`);
}

/**
 * A number of milliseconds that a timer can take.
 *
 * @throws RangeError for anything else.
 */
export function checkMs(option: string, value: number): number {
  if (value >= 0 && value <= 2_147_483_647) return value;
  throw new RangeError(`${option} must be from 0 to 2147483647 milliseconds, not ${value}`);
}
