import { type Operation, parseDuration } from "@rx-lro/core/protocol";
import { isJsonObject } from "../json.ts";
import type { Comparison, ComparisonOperator, Filter } from "./filter.ts";
import { parseTime } from "./parse-time.ts";

/**
 * Whether a filter is true of an operation as it is shown.
 *
 * A literal is read as what the field holds: a boolean, a number, a time, a duration or a string, where `=`, `!=` and
 * `:` take `*` as a wildcard. Times compare to the millisecond. No comparison is true of a missing field, not even
 * `!=`; its negation is.
 */
export function matchesFilter(filter: Filter, operation: Operation): boolean {
  switch (filter.type) {
    case "and":
      return filter.filters.every((each) => matchesFilter(each, operation));
    case "or":
      return filter.filters.some((each) => matchesFilter(each, operation));
    case "not":
      return !matchesFilter(filter.filter, operation);
    case "comparison":
      return matchesAt(operation, filter.path, filter);
  }
}

function matchesAt(value: unknown, path: readonly string[], comparison: Comparison): boolean {
  const [field, ...rest] = path;
  if (field === undefined) return matchesValue(value, comparison);
  if (Array.isArray(value)) {
    // Only "has" goes through a list (AIP-160).
    return comparison.operator === ":" && value.some((each) => matchesAt(each, path, comparison));
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, field)) return false;
  return matchesAt(value[field], rest, comparison);
}

function matchesValue(value: unknown, { operator, literal }: Comparison): boolean {
  if (value === undefined || value === null) return false;
  if (operator !== ":") return isScalar(value) && compares(value, operator, literal);
  if (literal === "*") return true;
  if (Array.isArray(value)) {
    return value.some((each) => isScalar(each) && compares(each, "=", literal));
  }
  if (isJsonObject(value)) return Object.hasOwn(value, literal);
  return isScalar(value) && compares(value, "=", literal);
}

const INT64 = /^-?\d{1,19}$/;

type Scalar = string | number | boolean;

function compares(value: Scalar, operator: ComparisonOperator, literal: string): boolean {
  const isEquality = operator === "=" || operator === "!=";
  if (typeof value === "string" && isEquality && literal.includes("*")) {
    return fitsWildcards(value, literal) === (operator === "=");
  }
  const order = compare(value, literal);
  switch (operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Below, above or 0; NaN when the literal isn't of the field's type, so that there is no order. */
function compare(value: Scalar, literal: string): number {
  if (typeof value === "boolean") return String(value) === literal ? 0 : Number.NaN;
  if (typeof value === "number") return value - toNumber(literal);
  // JSON has int64 as strings, since numbers are exact only to 2^53.
  if (INT64.test(value) && INT64.test(literal)) return Number(BigInt(value) - BigInt(literal));
  for (const read of [toNumber, toTime, toDuration]) {
    const order = read(value) - read(literal);
    if (!Number.isNaN(order)) return order;
  }
  if (value === literal) return 0;
  return value < literal ? -1 : 1;
}

function toNumber(text: string): number {
  return /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

function toTime(text: string): number {
  return parseTime(text) ?? Number.NaN;
}

function toDuration(text: string): number {
  return parseDuration(text) ?? Number.NaN;
}

/** Whether the value has the pieces between the wildcards one after the other. */
function fitsWildcards(value: string, pattern: string): boolean {
  const [first = "", ...pieces] = pattern.split("*");
  const last = pieces.pop() ?? "";
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const piece of pieces) {
    const at = value.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
