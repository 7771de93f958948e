import { parseArgs } from "node:util";

/** What a run of the benchmarks is to do. */
export interface BenchOptions {
  /** Ids of clients or workloads, or what they start with; undefined: all. */
  readonly only: readonly string[] | undefined;
  /** Small and short, to see that everything works. */
  readonly quick: boolean;
  /** Measure what the criteria need, and tell whether they hold. */
  readonly check: boolean;
  /** How often to measure, instead of as each workload says. */
  readonly runs: number | undefined;
}

/** @throws TypeError for an argument that it doesn't know. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true },
      quick: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      runs: { type: "string" },
    },
  });
  const { only, quick, check } = values;
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0)) {
    throw new TypeError(`--runs must be a whole number from 1, not ${values.runs}`);
  }
  return { only, quick, check, runs };
}
