import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";

/**
 * The client's half of a path template: asks for each variable, and gives the encoded path, beginning with `/`.
 *
 * @throws RpcError INVALID_ARGUMENT when a variable is missing or doesn't fit its pattern.
 */
export type PathExpander = (read: (variable: string) => unknown) => string;

/** A whole segment that is a variable: `{name}`, `{name=pattern}`, or the `{+name}` of discovery documents. */
export const VARIABLE = /\/\{(\+?)(\w+)(?:=([^{}]+))?\}/g;

/**
 * Reads a path template, such as `/v1/{name=operations/**}:cancel`; the first `/` may be left out.
 *
 * @throws TypeError when it has braces or `*` elsewhere than in a variable.
 */
export function createPathExpander(template: string): PathExpander {
  const path = template.replace(/^\/?/, "/");
  if (/[{}*?#]/.test(path.replace(VARIABLE, ""))) {
    throw new TypeError(`the path "${template}" is not like "/v1/{name=**}:cancel"`);
  }
  return (read) =>
    path.replace(VARIABLE, (_, plus, name, pattern = plus ? "**" : "*") => {
      const value = read(name);
      const encoded = encode(String(value ?? ""), pattern);
      // No empty segments, and no dot segments: URL parsers resolve them, so they would lead elsewhere.
      const fitting = new RegExp(`^(?!.*/\\.{0,2}(/|$))${patternSource(pattern)}$`);
      if (fitting.test(encoded)) return encoded;
      const problem = `the ${name} ${JSON.stringify(value)?.slice(0, 150)} is not like ${template}`;
      throw new RpcError(Code.INVALID_ARGUMENT, problem);
    });
}

/** What a pattern matches, with the `/` before it, as a regular expression; `**` may be nothing at all. */
export function patternSource(pattern: string): string {
  return `/${pattern}`.replace(/\/\*\*|\W/g, (part) =>
    part === "/**" ? "(?:/.*)?" : part === "*" ? "[^/]+" : `\\${part}`,
  );
}

/** Nothing, or a `/` and the value with all but `[-_.~0-9a-zA-Z]` percent-encoded; what fits nowhere if it can't be. */
function encode(value: string, pattern: string): string {
  if (/\p{Surrogate}/u.test(value)) return "/..";
  const encoded = encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return value && `/${pattern === "*" ? encoded : encoded.replaceAll("%2F", "/")}`;
}
