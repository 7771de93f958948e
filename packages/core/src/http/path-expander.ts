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
 * @throws TypeError when it has braces or `*` outside a variable.
 */
export function createPathExpander(template: string): PathExpander {
  const path = template.replace(/^\/?/, "/");
  if (/[{}*?#]/.test(path.replace(VARIABLE, ""))) {
    throw new TypeError(`the path "${template}" must be like "/v1/{name=**}:cancel"`);
  }
  // The text between the variables, and in place of each variable its three groups.
  const [start = "", ...parts] = path.split(VARIABLE);
  const variables: { name: string; isWhole: boolean; fitting: RegExp; after: string }[] = [];
  for (let at = 0; at < parts.length; at += 4) {
    const [plus, name = "", pattern = plus ? "**" : "*", after = ""] = parts.slice(at, at + 4);
    // No empty segments, and no dot segments: URL parsers resolve them, so they would lead elsewhere.
    const fitting = new RegExp(`^(?!.*/\\.{0,2}(/|$))${patternSource(pattern)}$`);
    variables.push({ name, isWhole: pattern === "*", fitting, after });
  }
  return (read) => {
    let expanded = start;
    for (const { name, isWhole, fitting, after } of variables) {
      const value = read(name);
      const encoded = encode(String(value ?? ""), isWhole);
      if (!fitting.test(encoded)) {
        const shown = JSON.stringify(value)?.slice(0, 150);
        throw new RpcError(Code.INVALID_ARGUMENT, `the ${name} ${shown} must match ${template}`);
      }
      expanded += encoded + after;
    }
    return expanded;
  };
}

/** The regular expression of a pattern with the `/` before it; `**` may match nothing at all. */
export function patternSource(pattern: string): string {
  return `/${pattern}`.replace(/\/\*\*|\W/g, (part) =>
    part === "/**" ? "(?:/.*)?" : part === "*" ? "[^/]+" : `\\${part}`,
  );
}

/** Nothing, or a `/` and the value with all but `[-_.~0-9a-zA-Z]` percent-encoded. */
function encode(value: string, isWhole: boolean): string {
  if (!value || (!isWhole && /^[\w/~.-]+$/.test(value))) return value && `/${value}`;
  const encoded = percentEncode(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `/${isWhole ? encoded : encoded.replaceAll("%2F", "/")}`;
}

/** @throws RpcError INVALID_ARGUMENT when the value isn't well-formed Unicode. */
export function percentEncode(value: string | number | boolean): string {
  try {
    return encodeURIComponent(value);
  } catch {
    const shown = JSON.stringify(value).slice(0, 150);
    // biome-ignore lint/style/useErrorCause: "URI malformed" says less
    throw new RpcError(Code.INVALID_ARGUMENT, `${shown} is not well-formed Unicode`);
  }
}
