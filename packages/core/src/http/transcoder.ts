import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { HttpBinding } from "./bindings.ts";
import { type PathTemplate, parsePathTemplate } from "./path-template.ts";

/** The fields of a request by their JSON names; undefined ones are not sent. */
export type RequestFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** A request in HTTP, without host and headers. */
export interface TranscodedRequest {
  readonly method: HttpBinding["method"];
  /** The encoded path, beginning with `/`, and query. */
  readonly target: string;
  /** JSON; undefined when the binding has no body. */
  readonly body: string | undefined;
}

/** A binding made usable: for a client to encode, for a server to match. */
export interface Transcoder {
  /** @throws RpcError INVALID_ARGUMENT when the name doesn't fit the path. */
  encode(fields: RequestFields): TranscodedRequest;
  /** The fields in an encoded path without its query, or undefined when this binding isn't meant. */
  match(path: string): Record<string, string> | undefined;
}

/**
 * Makes a binding usable.
 *
 * @throws TypeError when a template isn't one, or `name` has other variables than `path`.
 */
export function createTranscoder(binding: HttpBinding): Transcoder {
  const path = parsePathTemplate(binding.path);
  if (binding.name === undefined)
    return { encode: (fields) => encode(binding, path, fields), match: path.match };
  const name = parsePathTemplate(binding.name);
  if (name.variables.toSorted().join() !== path.variables.toSorted().join()) {
    throw new TypeError(`${binding.name} and ${binding.path} must have the same variables`);
  }
  return {
    encode: ({ name: value, ...fields }) =>
      encode(binding, path, { ...fields, ...readName(name, binding.name, value) }),
    match(encoded) {
      const variables = path.match(encoded);
      return variables && { name: decodeURIComponent(name.expand(variables).slice(1)) };
    },
  };
}

function encode(
  binding: HttpBinding,
  path: PathTemplate,
  fields: RequestFields,
): TranscodedRequest {
  const sent = Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value] as const],
  );
  const strings = sent.map(([field, value]) => [field, String(value)] as const);
  const target = path.expand(Object.fromEntries(strings));
  const inPath = (field: string) => path.variables.includes(field);
  if (binding.body === "*") {
    const body = Object.fromEntries(sent.filter(([field]) => !inPath(field)));
    return { method: binding.method, target, body: JSON.stringify(body) };
  }
  const query = strings
    .filter(([field]) => !inPath(field))
    .map((pair) => pair.map(encodeURIComponent).join("="));
  return {
    method: binding.method,
    target: [target, ...(query.length > 0 ? [query.join("&")] : [])].join("?"),
    body: undefined,
  };
}

function readName(template: PathTemplate, shape: string | undefined, name: unknown) {
  const encoded = String(name).split("/").map(encodeURIComponent).join("/");
  const variables = template.match(`/${encoded}`);
  if (variables !== undefined) return variables;
  throw new RpcError(
    Code.INVALID_ARGUMENT,
    `the name ${JSON.stringify(name)} doesn't fit ${shape}`,
  );
}
