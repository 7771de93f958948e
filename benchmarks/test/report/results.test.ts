import { describe, expect, it } from "vitest";
import { medianFigures, toFigures } from "../../src/measures/figures.ts";
import { criteria } from "../../src/plan/criteria.ts";
import { judge } from "../../src/plan/verdict.ts";
import { workloads } from "../../src/plan/workloads.ts";
import { drawPlots } from "../../src/report/plots.ts";
import { describeResults } from "../../src/report/results.ts";
import type { Measurement } from "../../src/runs/measure.ts";

const machine = {
  processor: "a processor",
  cores: 2,
  memoryGiB: 8,
  loadBefore: 0.04,
  system: "linux x64",
  node: "v24.0.0",
  packages: { "google-gax": "6.0.0" },
};

const measurements = workloads.flatMap((workload): Measurement[] =>
  workload.clientIds.map((clientId) => {
    const sighting = {
      cpuMs: clientId === "google-gax" ? 12_000 : 500,
      wallMs: 10_000,
      peakMiB: 100,
      eventLoopP99Ms: 2,
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

describe("describeResults()", () => {
  const verdicts = criteria.map((criterion) => judge(criterion, measurements));
  const results = { machine, measuredOn: "2026-01-02", workloads, measurements, verdicts };
  const text = describeResults(results, drawPlots(measurements).keys());

  it("says where it was measured, and with what", () => {
    expect(text).toContain("2026-01-02; a processor, 2 cores shared by client and server, 8 GiB");
    expect(text).toContain("google-gax 6.0.0.");
  });

  it("has a table for each workload, small ones first, and says who is saturated", () => {
    const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      ...workloads.map(({ title }) => title),
      "Heap bytes per operation, slope over all sizes",
      "What must hold",
    ]);
    expect(text).toMatch(
      /^\| google-gax \(REST\) .*\| +12 \|.*\| +saturated; 9,999 ends unknown \|$/m,
    );
  });

  it("tells of the slope that memory has", () => {
    expect(text).toMatch(/^\| bare undici loop +\| +800 \|$/m);
  });
});

describe("drawPlots()", () => {
  it("draws clients that have figures", () => {
    const plots = drawPlots(measurements);
    expect([...plots.keys()]).toEqual([
      "cpu.svg",
      "requests.svg",
      "detection.svg",
      "peak.svg",
      "memory.svg",
    ]);
    expect(plots.get("cpu.svg")).toContain(">google-gax (REST)<");
    expect([...plots.values()].join("")).not.toContain("NaN");
  });
});
