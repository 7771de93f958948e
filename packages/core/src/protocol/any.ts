/**
 * A google.protobuf.Any in JSON: the fields of a message beside its type URL.
 *
 * Some services send it without `@type`. Well-known types keep their JSON under `value`.
 */
export interface Any {
  readonly "@type"?: string;
  readonly [field: string]: unknown;
}

/**
 * The full name of the message in an Any, such as `google.protobuf.Empty`.
 *
 * Only what follows the last `/` of the type URL counts; the prefix is arbitrary and is never fetched.
 */
export function anyTypeName(any: Any): string | undefined {
  const url = any["@type"];
  return typeof url === "string" ? url.slice(url.lastIndexOf("/") + 1) : undefined;
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is Any {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
