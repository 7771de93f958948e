import type { HttpBinding } from "./bindings.ts";
import { createPathExpander, percentEncode } from "./path-expander.ts";

/** The fields of a request by their JSON names; undefined ones are not sent. */
export type RequestFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** A request in HTTP, without headers. */
export interface EncodedRequest {
  readonly method: HttpBinding["method"];
  /** The base URL, the encoded path and the query. */
  readonly url: string;
  /** JSON; undefined when the binding has no body. */
  readonly body: string | undefined;
}

/**
 * Encodes requests as a binding says; a field mask travels in the query.
 *
 * @throws RpcError INVALID_ARGUMENT when the name doesn't fit the path, or something isn't well-formed Unicode.
 */
export type RequestEncoder = (request: RequestFields, mask?: string) => EncodedRequest;

/**
 * An encoder for a method of the service at a base URL that has no `/` at its end.
 *
 * @throws TypeError when the binding's path isn't a template.
 */
export function createRequestEncoder(baseUrl: string, binding: HttpBinding): RequestEncoder {
  const { method, path, body } = binding;
  const expand = createPathExpander(path);
  return (request, mask) => {
    const rest: Record<string, RequestFields[string]> = { ...request };
    let url =
      baseUrl +
      expand((variable) => {
        const value = rest[variable];
        rest[variable] = undefined;
        return value;
      });
    let separator = "?";
    const query = (field: string, value: RequestFields[string]) => {
      if (value === undefined) return;
      url += `${separator}${percentEncode(field)}=${percentEncode(value)}`;
      separator = "&";
    };
    if (!body) for (const field in rest) query(field, rest[field]);
    query("fields", mask);
    return { method, url, body: body && JSON.stringify(rest) };
  };
}
