import type { EngineFacts } from "../engine/operation-metadata.ts";
import type { Comparison, Filter } from "./filter.ts";
import { matchesFilter } from "./matches-filter.ts";

type State = EngineFacts["state"];

/** All that there are. */
export const STATES: readonly State[] = [
  "PENDING",
  "RUNNING",
  "CANCELLING",
  "SUCCEEDED",
  "CANCELLED",
  "FAILED",
];

/** The states that an operation can be in when the filter is true of it. */
export function possibleStates(filter: Filter): readonly State[] {
  return STATES.filter((state) => evaluate(filter, state) !== false);
}

/** A filter's value in a state; undefined where the state doesn't decide it. */
function evaluate(filter: Filter, state: State): boolean | undefined {
  switch (filter.type) {
    case "and":
    case "or": {
      const values = filter.filters.map((each) => evaluate(each, state));
      const decisive = filter.type === "or";
      if (values.includes(decisive)) return decisive;
      return values.includes(undefined) ? undefined : !decisive;
    }
    case "not": {
      const value = evaluate(filter.filter, state);
      return value === undefined ? undefined : !value;
    }
    case "comparison":
      return compare(filter, state);
  }
}

function compare(comparison: Comparison, state: State): boolean | undefined {
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
