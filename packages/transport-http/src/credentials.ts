/**
 * Makes a text fit to be shown: takes out credentials, also as JSON, HTML or a URL would write them.
 *
 * Takes out pieces of 4 characters or more, such as a token without its `Bearer`, or one cookie.
 */
export function redact<T extends string | undefined>(text: T, credentials: readonly string[]): T {
  // No longer pieces, whose regular expressions would be too large.
  const pieces = credentials.join().match(/[^\s;=,"\\]{4,999}/g) ?? [];
  // Matches `/` as it is, and as `\/`, `\u002f`, `%2F`, `&#47;` or `&sol;`.
  const written = "(?:\\$&|\\\\/|\\\\u\\w+|%\\w+|&#?\\w+;)";
  // From the last to the first, so that a piece that is the start of another doesn't leave the rest of that one.
  return pieces
    .sort()
    .reduceRight<string | undefined>(
      (shown, piece) => shown?.replace(RegExp(piece.replace(/\W/g, written), "g"), "[redacted]"),
      text,
    ) as T;
}
