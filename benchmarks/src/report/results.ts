import { findClient } from "../clients/clients.ts";
import { slope } from "../measures/statistics.ts";
import type { Verdict } from "../plan/verdict.ts";
import type { PlannedWorkload } from "../plan/workloads.ts";
import type { Measurement } from "../runs/measure.ts";
import { checkReport } from "./check-report.ts";
import type { Machine } from "./machine.ts";
import { markdownTable, shown } from "./table.ts";
import { workloadTable } from "./workload-table.ts";

/** Everything that a whole run measured. */
export interface Results {
  readonly machine: Machine;
  readonly measuredOn: string;
  readonly workloads: readonly PlannedWorkload[];
  readonly measurements: readonly Measurement[];
  readonly verdicts: readonly Verdict[];
}

/** The text of RESULTS.md. */
export function describeResults(results: Results, plotFiles: Iterable<string>): string {
  const { machine, measuredOn, workloads, measurements, verdicts } = results;
  const sections = workloads.map((workload) => {
    const measured = measurements.filter((measurement) => measurement.workload.id === workload.id);
    const runs = workload.runs === 1 ? "One run." : `Medians of ${workload.runs} runs.`;
    return `## ${workload.title}\n\n${runs}\n\n${workloadTable(measured)}`;
  });
  const plots = [...plotFiles].map((file) => `![${file.replace(".svg", "")}](plots/${file})`);
  return `${[
    "# Results",
    "Written by `pnpm bench`, which measures all of it anew; what each figure means is told in the [README](README.md).",
    describe(machine, measuredOn),
    ...plots,
    ...sections,
    `## Heap bytes per operation, slope over all sizes\n\n${slopeTable(measurements)}`,
    `## What must hold\n\n${checkReport(verdicts)}`,
  ].join("\n\n")}\n`;
}

function describe(machine: Machine, day: string) {
  const { processor, cores, memoryGiB, loadBefore, system, node, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `${day}; ${processor}, ${cores} cores shared by client and server, ${memoryGiB} GiB, ${system}, Node ${node}; load before: ${loadBefore.toFixed(1)}.`,
    `${versions.join(", ")}.`,
  ].join("\n");
}

function slopeTable(measurements: readonly Measurement[]): string {
  const idle = measurements.filter(
    ({ workload, failure }) => workload.kind === "memory" && !failure,
  );
  const ids = [...new Set(idle.map(({ clientId }) => clientId))];
  const rows = ids.map((id) => {
    const points = idle
      .filter(({ clientId }) => clientId === id)
      .map(
        ({ workload: { operations }, figures }) =>
          [operations, operations * figures.heapBytes] as const,
      );
    return [findClient(id).title, shown(slope(points))];
  });
  return markdownTable(["client", "B per operation"], rows);
}
