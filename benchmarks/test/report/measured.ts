import { medianFigures, toFigures } from "../../src/measures/figures.ts";
import { workloads } from "../../src/plan/workloads.ts";
import type { Measurement } from "../../src/runs/measure.ts";

export const machine = {
  processor: "a processor",
  cores: 2,
  memoryGiB: 8,
  loadBefore: 0.04,
  system: "linux x64",
  node: "v24.0.0",
  packages: { "google-gax": "6.0.0" },
};

/** What a whole run may have come to. */
export const measurements = workloads.flatMap((workload): Measurement[] =>
  workload.clientIds.map((clientId) => {
    const sighting = {
      cpuMs: clientId === "google-gax" ? 12_000 : 500,
      wallMs: 10_000,
      peakMiB: 100,
      eventLoopP99Ms: 2,
      eventLoopMaxMs: 9,
      heapBytes: workload.kind === "memory" ? 800 : undefined,
      knownAt: [1500],
      ends: ["succeeded"] as const,
      failure: undefined,
    };
    const counts = { get: 6, list: 0, laterPages: 0, rows: 0, wait: 0, cancel: 0, delete: 0 };
    const report = { counts, cpuMs: 20, endedAt: [1000], ends: ["succeeded"] as const };
    const figures = medianFigures([toFigures(sighting, report, workload)]);
    const isSaturated = clientId === "google-gax" && workload.id === "settle-10000";
    return { workload, clientId, runs: 3, figures, failure: undefined, isSaturated };
  }),
);
