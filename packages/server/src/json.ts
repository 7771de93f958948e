/** The most levels that are copied: Python's parser reads 1 000, and code that walks them needs stack. */
const MAX_LEVELS = 500;

/** What JSON makes of a value: of a Date a string, of a class's instance its fields. */
export type JsonOf<T> = T extends Json
  ? T
  : T extends { toJSON(): infer Made }
    ? Made
    : T extends object
      ? { [K in keyof T]: JsonOf<T[K]> }
      : T;

type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [field: string]: Json };

/**
 * A copy of a value as JSON writes it; undefined stays undefined.
 *
 * @throws TypeError when the value can't be JSON: a BigInt, a cycle, a function.
 */
export function toJsonCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(stringify(value));
}

/**
 * A copy as by {@link toJsonCopy}, deeply frozen.
 *
 * @throws TypeError also when it is nested deeper than 500 levels.
 */
export function toJsonSnapshot(value: unknown): unknown {
  if (value === undefined) return undefined;
  return freeze(JSON.parse(stringify(value)), MAX_LEVELS);
}

/** The value of a JSON text of our own, deeply frozen: what was copied may be nested in a few levels more. */
export function parseFrozen(text: string): unknown {
  return freeze(JSON.parse(text), Number.POSITIVE_INFINITY);
}

// Three times as fast as a reviver.
function freeze(json: unknown, levels: number): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (levels === 0) throw new TypeError(`it is nested deeper than ${MAX_LEVELS} levels`);
  for (const part of Object.values(json)) freeze(part, levels - 1);
  return Object.freeze(json);
}

/**
 * The fields of a JSON object, copied and frozen.
 *
 * @throws TypeError when the value is anything else.
 */
export function toJsonObject(value: unknown): Readonly<Record<string, unknown>> {
  const json = toJsonSnapshot(value);
  if (!isJsonObject(json)) {
    throw new TypeError(`expected a JSON object, got ${JSON.stringify(json)}`);
  }
  return json;
}

/** Whether a value is a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Roughly how many characters a JSON value has as text. */
export function sizeOf(json: unknown): number {
  if (typeof json === "string") return json.length;
  let size = 4;
  if (Array.isArray(json)) for (const part of json) size += sizeOf(part);
  else if (isJsonObject(json)) {
    for (const name of Object.keys(json)) size += name.length + sizeOf(json[name]);
  }
  return size;
}

function stringify(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`a ${typeof value} can't be JSON`);
  return text;
}
