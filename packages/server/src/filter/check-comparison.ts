import type { Comparison } from "./filter.ts";
import { parseTime } from "./parse-time.ts";
import { isTimeField } from "./time-field.ts";

const FIELDS = ["name", "done", "metadata", "error", "response"];

/** What is expected instead of a comparison that makes no sense; undefined when it does. */
export function checkComparison(comparison: Comparison): string | undefined {
  const { path, operator, literal } = comparison;
  const [root = ""] = path;
  if (!FIELDS.includes(root)) return `a field of an operation (${FIELDS.join(", ")})`;
  if (operator === ":" && literal === "*") return undefined;
  if (root === "metadata" && path.length === 2) return checkFact(comparison);
  const isScalar = root === "name" || root === "done";
  if (isScalar && path.length > 1) return `${root} alone`;
  if (!isScalar && path.length === 1 && operator !== ":") return `a field in ${root}`;
  const isTruth = !isOrdering(comparison) && /^(true|false)$/.test(literal);
  return root === "done" && !isTruth ? "done = true or done = false" : undefined;
}

/** Checks a comparison of an engine's state or times. */
function checkFact(comparison: Comparison): string | undefined {
  const [, field = ""] = comparison.path;
  if (field === "state" && isOrdering(comparison)) return "metadata.state with = or !=";
  const isMalformed = isTimeField(field) && parseTime(comparison.literal) === undefined;
  return isMalformed ? 'a time such as "2026-01-31T00:00:00Z"' : undefined;
}

function isOrdering({ operator }: Comparison): boolean {
  return operator.includes("<") || operator.includes(">");
}
