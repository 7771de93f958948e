/** @throws RangeError when a time or count is negative or not a number. */
export function nonNegative(name: string, value: number): void {
  if (typeof value !== "number" || !(value >= 0)) {
    throw new RangeError(`${name} must be a number of at least 0, not ${String(value)}`);
  }
}
