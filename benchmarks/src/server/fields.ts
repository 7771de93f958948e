/** What a partial response has: undefined is everything below. */
export type Fields = ReadonlyMap<string, Fields> | undefined;

/**
 * Reads the `fields` of a partial response, such as `operations(name,metadata/state),nextPageToken`.
 *
 * @throws SyntaxError when parentheses don't match.
 */
export function parseFields(text: string): Map<string, Fields> {
  const parts = text.split(/([,/()])/).filter((part) => part !== "");
  const readList = (): Map<string, Fields> => {
    const fields = new Map<string, Fields>();
    for (;;) {
      const name = parts.shift() ?? "";
      fields.set(name, readBelow());
      if (parts[0] !== ",") return fields;
      parts.shift();
    }
  };
  const readBelow = (): Fields => {
    if (parts[0] === "/") {
      parts.shift();
      return new Map([[parts.shift() ?? "", readBelow()]]);
    }
    if (parts[0] !== "(") return undefined;
    parts.shift();
    const fields = readList();
    if (parts.shift() !== ")") throw new SyntaxError(`unmatched "(" in fields: ${text}`);
    return fields;
  };
  const fields = readList();
  if (parts.length > 0) throw new SyntaxError(`unmatched ")" in fields: ${text}`);
  return fields;
}

/** The part of a value that `fields` ask for. */
export function pickFields(value: unknown, fields: Fields): unknown {
  if (fields === undefined || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => pickFields(item, fields));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => fields.has(name))
      .map(([name, inner]) => [name, pickFields(inner, fields.get(name))]),
  );
}
