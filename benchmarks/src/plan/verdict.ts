import type { Measurement } from "../runs/measure.ts";
import type { Criterion, FigureOf } from "./criteria.ts";
import type { PlannedWorkload } from "./workloads.ts";

/** A criterion and what was measured for it; undefined while one of its figures is missing. */
export interface Verdict {
  readonly criterion: Criterion;
  readonly measured: number | undefined;
  readonly holds: boolean;
}

/** The figures that a criterion needs. */
export function figuresOf({ of, less, per }: Criterion): readonly FigureOf[] {
  return [of, less, per].filter((figure) => figure !== undefined);
}

/** Whether all figures of a criterion are among what is measured. */
export function isTold(criterion: Criterion, planned: readonly PlannedWorkload[]): boolean {
  return figuresOf(criterion).every(([workloadId, clientId]) =>
    planned.some(({ id, clientIds }) => id === workloadId && clientIds.includes(clientId)),
  );
}

/** Holds a criterion against measurements. One that wasn't measured, or was given up, doesn't hold. */
export function judge(criterion: Criterion, measurements: readonly Measurement[]): Verdict {
  const read = ([workloadId, clientId, figure]: FigureOf) => {
    const found = measurements.find(
      ({ workload, ...found }) => workload.id === workloadId && found.clientId === clientId,
    );
    return found?.failure === undefined ? found?.figures[figure] : undefined;
  };
  const [of, less, per] = [criterion.of, criterion.less, criterion.per].map((figure) =>
    figure === undefined ? null : read(figure),
  );
  const missing = [of, less, per].some((value) => value === undefined || Number.isNaN(value));
  if (missing) return { criterion, measured: undefined, holds: false };
  const measured = ((of ?? 0) - (less ?? 0)) / (per ?? 1);
  return { criterion, measured, holds: measured <= criterion.atMost };
}
