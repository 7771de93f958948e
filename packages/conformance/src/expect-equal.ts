import { ConformanceError } from "./conformance-error.ts";

/**
 * Checks that two values are the same JSON; the order of fields doesn't matter, and an absent field is undefined.
 *
 * @throws ConformanceError that begins with `what`.
 */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [got, wanted] = [shown(actual), shown(expected)];
  if (got === wanted) return;
  throw new ConformanceError(`${what}: expected ${wanted}, got ${got}`, { actual, expected });
}

/**
 * Checks that two values are the very same.
 *
 * @throws ConformanceError that begins with `what`.
 */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (Object.is(actual, expected)) return;
  const message = `${what}: expected ${inWords(expected)} itself, got ${inWords(actual)}`;
  throw new ConformanceError(message, { actual, expected });
}

/** A value in words, for messages. */
export function inWords(value: unknown): string {
  return value instanceof Error ? `${value.name}: ${value.message}` : shown(value);
}

function shown(value: unknown): string {
  return String(JSON.stringify(value, sortFields));
}

function sortFields(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
