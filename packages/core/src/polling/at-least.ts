/** @throws RangeError when an option is less than `min`, or not a number. */
export function atLeast(name: string, value: number, min: number): void {
  if (typeof value === "number" && value >= min) return;
  throw new RangeError(`${name} must be at least ${min}, not ${String(value)}`);
}
