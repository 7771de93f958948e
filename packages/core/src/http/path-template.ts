import { createPathExpander } from "./path-expander.ts";
import { createPathMatcher } from "./path-matcher.ts";

/**
 * A path of google.api.http, used both ways: a client expands it, a server matches it.
 *
 * Literals, `{var}`, `{var=*}`, `{var=**}`, `{var=operations/**}`, a trailing `:verb`, and the `{+var}` of
 * discovery documents for `{var=**}`. `**` may stand anywhere, once, and may match nothing.
 * Source: google/api/http.proto.
 */
export interface PathTemplate {
  /**
   * The encoded path, beginning with `/`.
   *
   * @throws RpcError INVALID_ARGUMENT when a variable is missing or doesn't fit its pattern.
   */
  expand(variables: Readonly<Record<string, string>>): string;
  /**
   * The decoded variables of an encoded path without its query, or undefined if the path doesn't fit.
   *
   * In a variable of several segments `%2F` stays encoded, as http.proto says.
   */
  match(path: string): Record<string, string> | undefined;
}

/**
 * Reads a path template, such as `/v1/{name=operations/**}:cancel`; the first `/` may be left out.
 *
 * @throws TypeError when it isn't one.
 */
export function parsePathTemplate(template: string): PathTemplate {
  const match = createPathMatcher(template, decode);
  const expand = createPathExpander(template);
  return {
    expand: (variables) => expand((name) => variables[name]),
    match(path) {
      try {
        return match(path);
      } catch {
        return undefined; // malformed percent-encoding
      }
    },
  };
}

function decode(encoded: string, pattern: string): string {
  if (pattern === "*") return decodeURIComponent(encoded);
  const pieces = encoded.split(/(%2f)/i);
  return pieces.map((piece, i) => (i % 2 ? piece : decodeURIComponent(piece))).join("");
}
