import jsonMask from "json-mask";
import { badRequest } from "../bad-request.ts";
import { isJsonObject } from "../json.ts";

/** Which fields of an answer are wanted. */
export interface Mask {
  /** As it was requested; `""` for all. */
  readonly fields: string;
  /** The answer with only these fields. */
  apply(answer: unknown): unknown;
}

const CHARACTERS = /^[\w@$*,./()-]+$/;

/**
 * Reads the mask in `fields` or `$fields`, as in Google's partial responses, such as
 * `operations(name,done),nextPageToken`; `/` or `.` leads into a field. Fields that an answer doesn't have are skipped.
 *
 * @throws RpcError INVALID_ARGUMENT when it isn't a mask.
 */
export function parseMask(query: URLSearchParams): Mask {
  const fields = query.get("fields") || query.get("$fields") || "";
  if (fields === "") return { fields, apply: (answer) => answer };
  if (!CHARACTERS.test(fields) || !isNested(fields)) {
    const problem = `expected a mask such as "operations(name,done),nextPageToken", got ${JSON.stringify(fields.slice(0, 100))}`;
    throw badRequest("fields", problem);
  }
  const mask = jsonMask.compile(fields.replaceAll(".", "/")) ?? {};
  return { fields, apply: (answer) => pick(answer, mask) ?? {} };
}

type Tree = NonNullable<ReturnType<typeof jsonMask.compile>>;

/** The part of a value that a mask selects; undefined if the mask leads into a value without fields. */
// json-mask's own filter throws there, and shows inherited properties.
function pick(value: unknown, mask: Tree | undefined): unknown {
  if (mask === undefined || (Array.isArray(value) && value.length === 0)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => pick(item, mask)).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const picked: [string, unknown][] = [];
  // Goes by the value's fields, however many the mask has.
  for (const [key, field] of Object.entries(value)) {
    const asked = Object.hasOwn(mask, key) ? mask[key] : mask["*"];
    const left = asked && pick(field, asked.properties);
    if (left !== undefined) picked.push([key, left]);
  }
  return Object.fromEntries(picked);
}

/** Whether names stand where they must, and parentheses are balanced. */
function isNested(fields: string): boolean {
  if (/(?:^|[,./(])[,./()]|[,./(]$|\)[^,)]/.test(fields)) return false;
  let depth = 0;
  for (const character of fields) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
