/** What JSON calls an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value of JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return value instanceof Object && !Array.isArray(value);
}

/** What a text of JSON says, or undefined when it isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
