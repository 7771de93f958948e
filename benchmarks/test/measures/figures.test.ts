import { describe, expect, it } from "vitest";
import { medianFigures, toFigures } from "../../src/measures/figures.ts";
import { workloads } from "../../src/plan/workloads.ts";
import type { Sighting, Workload } from "../../src/runs/task.ts";
import type { ServerReport } from "../../src/server/operations-server.ts";

const workload: Workload = { ...(workloads[0] as Workload), operations: 4 };
const report: ServerReport = {
  counts: { get: 5, list: 3, laterPages: 1, rows: 15, wait: 0, cancel: 0, delete: 0 },
  cpuMs: 10,
  endedAt: [1000, 2000, 3000, 4000],
  ends: ["succeeded", "failed", "succeeded", "succeeded"],
};
const sighting: Sighting = {
  cpuMs: 40,
  wallMs: 2000,
  peakMiB: 50,
  eventLoopP99Ms: 1,
  eventLoopMaxMs: 9,
  heapBytes: undefined,
  knownAt: [1100, 2200, 0, 4300],
  ends: ["succeeded", "failed", undefined, "cancelled"],
  failure: undefined,
};

describe("toFigures()", () => {
  it("tells what a run came to, and what was missed", () => {
    expect(toFigures(sighting, report, workload)).toMatchObject({
      requestsPerOperation: 2,
      cpuUsPerOperation: 10_000,
      detectionMeanMs: 200,
      detectionP50Ms: 200,
      detectionMaxMs: 300,
      looksPerSecond: 4,
      cpuUsPerLook: 5000,
      tellsPerSecond: 10,
      cpuUsPerTell: 2000,
      unknown: 1,
      wrong: 1,
    });
  });
});

describe("medianFigures()", () => {
  it("takes the middle of each figure, but the worst of what must not be", () => {
    const one = toFigures(sighting, report, workload);
    const runs = [
      { ...one, cpuMs: 1, wrong: 0 },
      { ...one, cpuMs: 9, wrong: 2 },
      { ...one, cpuMs: 3, wrong: 0 },
    ];
    expect(medianFigures(runs)).toMatchObject({ cpuMs: 3, wrong: 2, unknown: 1 });
  });
});
