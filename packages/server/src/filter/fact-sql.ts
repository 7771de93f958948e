import type { Comparison, Filter } from "./filter.ts";
import { possibleStates, STATES } from "./narrow-filter.ts";
import { parseTime } from "./parse-time.ts";
import { isTimeField } from "./time-field.ts";

/** Makes SQL of milliseconds since 1970. */
type ToTime = (ms: number) => string;

/**
 * What must be true of an operation's state and times for a filter to be true, as SQL over the columns `state`,
 * `create_time`, `start_time`, `update_time` and `end_time`; `true` when they can be any.
 *
 * Where the filter asks for more than these facts, it is false of some operations that this is true of.
 */
export function toFactSql(filter: Filter, toTime: ToTime, isNegated = false): string {
  switch (filter.type) {
    case "not":
      return toFactSql(filter.filter, toTime, !isNegated);
    case "and":
    case "or": {
      const isAnd = (filter.type === "and") !== isNegated;
      const all = filter.filters.map((each) => toFactSql(each, toTime, isNegated));
      const conditions = all.filter((condition) => condition !== "true");
      const isOpen = isAnd ? conditions.length === 0 : conditions.length < all.length;
      return isOpen ? "true" : `(${conditions.join(isAnd ? " AND " : " OR ")})`;
    }
    case "comparison":
      return toTimeSql(filter, toTime, isNegated) ?? toStateSql(filter, isNegated);
  }
}

/** Is false of a missing time, and true when it is negated. */
function toTimeSql(comparison: Comparison, toTime: ToTime, isNegated: boolean): string | undefined {
  const { path, operator, literal } = comparison;
  const [root, field = "", ...rest] = path;
  if (root !== "metadata" || !isTimeField(field) || rest.length > 0) return undefined;
  const column = field.replace("Time", "_time");
  const ms = parseTime(literal);
  const than = ms === undefined ? "IS NOT NULL" : `${operator.replace(":", "=")} ${toTime(ms)}`;
  return `(${column} ${than}) ${isNegated ? "IS NOT true" : "IS true"}`;
}

function toStateSql(comparison: Comparison, isNegated: boolean): string {
  const filter = isNegated ? ({ type: "not", filter: comparison } as const) : comparison;
  const states = possibleStates(filter);
  if (states.length === STATES.length) return "true";
  // PostgreSQL refuses `IN ()`.
  return states.length === 0 ? "false" : `state IN (${states.map((state) => `'${state}'`).join()})`;
}
