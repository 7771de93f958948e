import { describe, expect, it } from "vitest";
import { criteria } from "../../src/plan/criteria.ts";
import { judge } from "../../src/plan/verdict.ts";
import { workloads } from "../../src/plan/workloads.ts";
import { drawPlots } from "../../src/report/plots.ts";
import { describeResults } from "../../src/report/results.ts";
import { machine, measurements } from "./measured.ts";

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
