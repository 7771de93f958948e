import type { FactCondition, TimeComparison } from "./narrow-filter.ts";

/** How a database takes values: each returns what stands for one in the SQL; called in the order of their places. */
export interface FactValues {
  readonly state: (state: string) => string;
  readonly time: (ms: number) => string;
}

const COLUMNS = {
  createTime: "create_time",
  startTime: "start_time",
  updateTime: "update_time",
  endTime: "end_time",
} as const;

/** A condition as SQL over the columns `state`, `create_time`, `start_time`, `update_time` and `end_time`. */
export function toFactSql(condition: FactCondition | undefined, values: FactValues): string {
  if (condition === undefined) return "true";
  switch (condition.type) {
    case "state":
      // PostgreSQL refuses `IN ()`.
      if (condition.states.length === 0) return "false";
      return `state IN (${condition.states.map(values.state).join()})`;
    case "time":
      return toComparison(condition, values);
    default: {
      const parts = condition.conditions.map((each) => toFactSql(each, values));
      return `(${parts.join(` ${condition.type} `)})`;
    }
  }
}

function toComparison({ field, than, isNegated }: TimeComparison, { time }: FactValues): string {
  const column = COLUMNS[field];
  const truth = isNegated ? "IS NOT true" : "IS true";
  if (than === undefined) return `(${column} IS NOT NULL) ${truth}`;
  return `(${column} ${than.operator} ${time(than.ms)}) ${truth}`;
}
