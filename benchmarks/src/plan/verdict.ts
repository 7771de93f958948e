import type { Measurement } from "../runs/measure.ts";
import type { Criterion, FigureOf } from "./criteria.ts";
import type { PlannedWorkload } from "./workloads.ts";

/** A criterion and what was measured for it; NaN while one of its figures is missing. */
export interface Verdict {
  readonly criterion: Criterion;
  readonly measured: number;
  /** What it was worked out from. */
  readonly figures: Readonly<Record<"of" | "less" | "per", number | undefined>>;
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
    return found?.failure === undefined ? (found?.figures[figure] ?? Number.NaN) : Number.NaN;
  };
  const { less, per, atMost } = criterion;
  const figures = { of: read(criterion.of), less: less && read(less), per: per && read(per) };
  const measured = (figures.of - (figures.less ?? 0)) / (figures.per ?? 1);
  return { criterion, measured, figures, holds: measured <= atMost };
}
