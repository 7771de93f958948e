import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";

/**
 * A path of google.api.http, used both ways: a client expands it, a server matches it.
 *
 * Literals, `{var}`, `{var=*}`, `{var=**}`, `{var=operations/**}`, a trailing `:verb`, and the `{+var}` of
 * discovery documents for `{var=**}`. `**` may stand anywhere, once, and may match nothing.
 * Source: google/api/http.proto.
 */
export interface PathTemplate {
  readonly variables: readonly string[];
  /**
   * The encoded path, beginning with `/`.
   *
   * @throws RpcError INVALID_ARGUMENT when a variable is missing or doesn't fit its pattern.
   */
  expand(variables: Readonly<Record<string, string>>): string;
  /**
   * The decoded variables of an encoded path without its query, or undefined if the path doesn't fit.
   *
   * In a variable of several segments `%2F` stays encoded, so that it is told from a `/`.
   */
  match(path: string): Record<string, string> | undefined;
}

const LITERAL = "[-\\w.~!$&'()+,;=@]+";
const SEGMENTS = `(?:\\*|${LITERAL})(?:/(?:\\*|${LITERAL}))*`;
const VARIABLE = `\\{(\\+?)([a-zA-Z_]\\w*)(?:=(\\*\\*|${SEGMENTS}(?:/\\*\\*)?))?\\}`;
const PART = `/(?:${VARIABLE}|(${LITERAL}))`;

/**
 * Reads a path template, such as `/v1/{name=operations/**}:cancel`; the first `/` may be left out.
 *
 * @throws TypeError when it isn't one.
 */
export function parsePathTemplate(template: string): PathTemplate {
  const text = template.replace(/^\/?/, "/");
  const verb = /(:[^:/{}]+)?$/.exec(text)?.[0] ?? "";
  const parts = [...text.matchAll(new RegExp(PART, "g"))].map(toPart);
  const variables = parts.flatMap(({ variable }) => variable ?? []);
  if (
    !new RegExp(`^(?:${PART})+${escapePattern(verb)}$`).test(text) ||
    parts.filter(({ pattern }) => pattern.endsWith("**")).length > 1 ||
    new Set(variables).size < variables.length
  ) {
    const shown = JSON.stringify(template);
    throw new TypeError(`${shown} is not a path template such as "/v1/{name=**}:cancel"`);
  }
  const path = new RegExp(`^${parts.map(toSource).join("")}${escapePattern(verb)}$`, "s");
  const groups = parts.filter(({ variable }) => variable !== undefined);
  const match = (encoded: string) => {
    const values = path.exec(encoded)?.slice(1);
    try {
      const decoded = groups.map((part, i) => [part.variable, decode(part, values?.[i])]);
      return values && Object.fromEntries(decoded);
    } catch {
      return undefined; // malformed percent-encoding
    }
  };
  const expand = (values: Readonly<Record<string, string>>) => {
    const encoded = parts.map((part) => expandPart(part, values)).join("") + verb;
    const matched = match(encoded);
    const fits = variables.every((name) => matched?.[name] === values[name]);
    // URL parsers resolve dot segments, encoded or not: they would lead to another path.
    if (matched && fits && !/\/\.\.?(\/|$)/.test(encoded)) return encoded;
    const shown = variables.map((name) => `${name} ${JSON.stringify(values[name])}`).join(", ");
    throw new RpcError(Code.INVALID_ARGUMENT, `${shown} doesn't fit ${template}`);
  };
  return { variables, expand, match };
}

/** A literal, or a variable and its pattern. */
interface Part {
  readonly variable: string | undefined;
  readonly pattern: string;
}

function toPart([, plus, variable, pattern, literal]: RegExpExecArray): Part {
  return { variable, pattern: literal ?? pattern ?? (plus ? "**" : "*") };
}

/** What a part matches, as the source of a regular expression with a group for a variable. */
function toSource({ variable, pattern }: Part): string {
  if (pattern === "**") return "(?:/(.*))?";
  const source = escapePattern(pattern).replace("/\\*\\*", "(?:/.*)?").replaceAll("\\*", "[^/]+");
  return variable === undefined ? `/${source}` : `/(${source})`;
}

function escapePattern(text: string): string {
  return text.replace(/[$()*+.]/g, "\\$&");
}

function expandPart({ variable, pattern }: Part, values: Readonly<Record<string, string>>) {
  if (variable === undefined) return `/${pattern}`;
  const value = values[variable] ?? "";
  if (value === "") return "";
  return `/${isMulti(pattern) ? value.split("/").map(encode).join("/") : encode(value)}`;
}

function isMulti(pattern: string): boolean {
  return /\*\*|\//.test(pattern);
}

/** Percent-encodes all but `[-_.~0-9a-zA-Z]`. */
function encode(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode({ pattern }: Part, value = ""): string {
  if (!isMulti(pattern)) return decodeURIComponent(value);
  const pieces = value.split(/(%2f)/i);
  return pieces.map((piece, i) => (i % 2 ? piece : decodeURIComponent(piece))).join("");
}
