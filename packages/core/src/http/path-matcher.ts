import { patternSource, VARIABLE } from "./path-expander.ts";

/** The server's half of a path template: the variables of an encoded path that fits, as `read` reads them. */
export type PathMatcher = (path: string) => Record<string, string> | undefined;

const LITERAL = "[-\\w.~!$&'()+,;=@]+";
const PATTERN = `\\*\\*|(?:\\*|${LITERAL})(?:/(?:\\*|${LITERAL}))*(?:/\\*\\*)?`;
const SEGMENT = `/(?:${LITERAL}|\\{(?:\\+?[a-zA-Z_]\\w*|[a-zA-Z_]\\w*=(?:${PATTERN}))\\})`;
const TEMPLATE = new RegExp(`^(?:${SEGMENT})+(?::[^:/{}]+)?$`);
const PIECE = new RegExp(`${VARIABLE.source}|.`, "gs");

/**
 * A matcher of encoded paths; unless `read` decodes them, the variables stay encoded.
 *
 * @throws TypeError when it isn't a path template, or could match a path in several ways.
 */
export function createPathMatcher(
  template: string,
  read = (encoded: string, _pattern: string): string => encoded,
): PathMatcher {
  const path = template.replace(/^\/?/, "/");
  const variables = [...path.matchAll(VARIABLE)].map(([, , name = ""]) => name);
  const isAmbiguous = new Set(variables).size < variables.length || /\*\*.*\*\*/.test(path);
  if (isAmbiguous || !TEMPLATE.test(path)) {
    const shown = JSON.stringify(template);
    throw new TypeError(`${shown} is not a path template such as "/v1/{name=**}:cancel"`);
  }
  const patterns: string[] = [];
  const source = path.replace(PIECE, (piece, plus, name, pattern = plus ? "**" : "*") => {
    if (name === undefined) return piece.replace(/\W/, "\\$&");
    patterns.push(pattern);
    return `(${patternSource(pattern)})`;
  });
  const fitting = new RegExp(`^${source}$`, "s");
  return (encoded) => {
    const values = fitting.exec(encoded)?.slice(1);
    const field = (name: string, at: number) => {
      return [name, read(values?.[at]?.slice(1) ?? "", patterns[at] ?? "")] as const;
    };
    return values && Object.fromEntries(variables.map(field));
  };
}
