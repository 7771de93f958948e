const PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/** Milliseconds since 1970 of a time as RFC 3339 writes it, or undefined if it isn't one. */
export function parseTime(text: unknown): number | undefined {
  if (typeof text !== "string" || !PATTERN.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
