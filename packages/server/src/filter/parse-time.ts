const PATTERN = /^(\d{4}-\d\d-\d\d)T(?!24)\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/** An RFC 3339 time in milliseconds since 1970, or undefined if the text isn't one. */
export function parseTime(text: string): number | undefined {
  const [, date] = PATTERN.exec(text) ?? [];
  const ms = Date.parse(text);
  if (date === undefined || Number.isNaN(ms)) return undefined;
  // `Date.parse` takes 30 February for 2 March.
  return new Date(date).toISOString().startsWith(date) ? ms : undefined;
}
