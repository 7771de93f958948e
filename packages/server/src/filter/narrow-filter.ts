import type { EngineFacts } from "../engine/operation-metadata.ts";
import type { Comparison, ComparisonOperator, Filter } from "./filter.ts";
import { matchesFilter } from "./matches-filter.ts";
import { parseTime } from "./parse-time.ts";
import { isTimeField, type TimeField } from "./time-field.ts";

type State = EngineFacts["state"];

const STATES: readonly State[] = [
  "PENDING",
  "RUNNING",
  "CANCELLING",
  "SUCCEEDED",
  "CANCELLED",
  "FAILED",
];

/** The states that an operation can be in when the filter is true of it. */
export function possibleStates(filter: Filter): readonly State[] {
  return STATES.filter((state) => evaluate(filter, (each) => readState(each, state)) !== false);
}

/** A filter's value when some of its comparisons are unknown. */
function evaluate(
  filter: Filter,
  read: (comparison: Comparison) => boolean | undefined,
): boolean | undefined {
  switch (filter.type) {
    case "and":
    case "or": {
      const values = filter.filters.map((each) => evaluate(each, read));
      const decisive = filter.type === "or";
      if (values.includes(decisive)) return decisive;
      return values.includes(undefined) ? undefined : !decisive;
    }
    case "not": {
      const value = evaluate(filter.filter, read);
      return value === undefined ? undefined : !value;
    }
    case "comparison":
      return read(filter);
  }
}

/** The value of a comparison in a state, as far as the state decides it. */
function readState(comparison: Comparison, state: State): boolean | undefined {
  const field = comparison.path.join(".");
  const isSuccess = state === "SUCCEEDED";
  const isFailure = state === "FAILED" || state === "CANCELLED";
  if (field === "done" || field === "metadata.state") {
    const operation = { name: "", done: isSuccess || isFailure, metadata: { state } };
    return matchesFilter(comparison, operation);
  }
  const [root] = comparison.path;
  const isAbsent = (root === "response" && !isSuccess) || (root === "error" && !isFailure);
  return isAbsent ? false : undefined;
}

/** The names that an operation can have when the filter is true of it; undefined when it can have any. */
export function possibleNames(filter: Filter): readonly string[] | undefined {
  switch (filter.type) {
    case "not":
      return undefined;
    case "and":
      return filter.filters.map(possibleNames).find((names) => names !== undefined);
    case "or": {
      const names = filter.filters.map(possibleNames);
      return names.some((each) => each === undefined) ? undefined : names.flatMap((n) => n ?? []);
    }
    case "comparison": {
      const { path, operator, literal } = filter;
      const isName = path[0] === "name" && (operator === "=" || operator === ":");
      return isName && !literal.includes("*") ? [literal] : undefined;
    }
  }
}

/** A condition on an operation's state and times, for databases to translate. */
export type FactCondition =
  | { readonly type: "and" | "or"; readonly conditions: readonly FactCondition[] }
  | { readonly type: "state"; readonly states: readonly State[] }
  | TimeComparison;

/** Is false of a missing time, and true when it is negated. */
export interface TimeComparison {
  readonly type: "time";
  readonly field: TimeField;
  /** Milliseconds since 1970; undefined asks whether there is a time. */
  readonly than:
    | { readonly operator: Exclude<ComparisonOperator, ":">; readonly ms: number }
    | undefined;
  readonly isNegated: boolean;
}

/**
 * What must be true of an operation's state and times for the filter to be true; undefined when they can be any.
 *
 * Where the filter asks for more than these facts, it is false of some operations that this is true of.
 */
export function factsOf(filter: Filter, isNegated = false): FactCondition | undefined {
  switch (filter.type) {
    case "not":
      return factsOf(filter.filter, !isNegated);
    case "and":
    case "or": {
      const type = (filter.type === "and") === isNegated ? "or" : "and";
      const all = filter.filters.map((each) => factsOf(each, isNegated));
      const conditions = all.filter((condition) => condition !== undefined);
      const isOpen = type === "or" ? conditions.length < all.length : conditions.length === 0;
      return isOpen ? undefined : { type, conditions };
    }
    case "comparison":
      return toTimeComparison(filter, isNegated) ?? toStates(filter, isNegated);
  }
}

function toTimeComparison(comparison: Comparison, isNegated: boolean): TimeComparison | undefined {
  const { path, operator, literal } = comparison;
  const [root, field = "", ...rest] = path;
  if (root !== "metadata" || !isTimeField(field) || rest.length > 0) return undefined;
  const ms = parseTime(literal);
  const than =
    ms === undefined ? undefined : ({ operator: operator === ":" ? "=" : operator, ms } as const);
  return { type: "time", field, than, isNegated };
}

function toStates(comparison: Comparison, isNegated: boolean): FactCondition | undefined {
  const states = STATES.filter((state) => readState(comparison, state) !== isNegated);
  return states.length < STATES.length ? { type: "state", states } : undefined;
}
