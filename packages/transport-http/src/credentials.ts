/** Matches the names, in lower case, of headers that must not be shown. */
export const CREDENTIAL = /auth|cookie|key|token|secret/;

/**
 * Makes a text fit to be shown: takes out credentials, also as JSON, HTML or a URL would write them.
 *
 * Takes out pieces of 4 characters or more, such as a token without its `Bearer`, or one cookie.
 */
export function redact<T extends string | undefined>(text: T, credentials: Iterable<string>) {
  const forms = [...credentials]
    .join()
    .match(/[^\s;=,"]{4,}/g)
    // Backwards, so that a piece that is the start of another doesn't leave the rest of that one.
    ?.sort()
    .reverse()
    .map((piece) => piece.replace(/\W/g, "(\\$&|\\\\/|\\\\u....|%\\d.|&#\\w+;)"));
  return (forms ? text?.replace(RegExp(forms.join("|"), "g"), "[redacted]") : text) as T;
}
