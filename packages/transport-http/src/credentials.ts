/** Names, in lower case, of headers that must not be shown. */
export const CREDENTIAL = /auth|cookie|key|token|secret/;

/**
 * Text that may be shown: what it repeats of credentials is taken out, also as JSON, HTML or a URL would write it.
 *
 * Repeated is a piece of 4 characters or more, such as a token without its `Bearer`, or one cookie.
 */
export function redact(text: string, credentials: string): string {
  // Backwards: a piece that begins another must not leave the rest of it.
  return [...credentials.matchAll(/[^\s;=,"]{4,}/g)]
    .map(([piece]) => piece.replace(/\W/g, "(\\$&|\\\\/|\\\\u....|%\\d.|&#\\w+;)"))
    .sort()
    .reduceRight((shown, form) => shown.replace(RegExp(form, "g"), "[redacted]"), text);
}
