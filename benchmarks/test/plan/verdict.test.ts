import { describe, expect, it } from "vitest";
import type { Figures } from "../../src/measures/figures.ts";
import { criteria } from "../../src/plan/criteria.ts";
import { figuresOf, isTold, judge } from "../../src/plan/verdict.ts";
import { workloads } from "../../src/plan/workloads.ts";
import type { Measurement } from "../../src/runs/measure.ts";

function measured(clientId: string, figures: Partial<Figures>, failure?: string): Measurement {
  const [workload] = workloads;
  if (workload === undefined) throw new Error("there are workloads");
  const runs = { runs: 1, isSaturated: false, failure };
  return { workload, clientId, figures: figures as Figures, ...runs };
}

const cpu = (client: string) => ["settle-100", client, "cpuMs"] as const;

describe("judge()", () => {
  it.each([
    [100, 0.5, true],
    [101, 0.505, false],
  ])("holds %d of 200 to be at most a half", (cpuMs, share, holds) => {
    const criterion = { title: "half", of: cpu("a"), per: cpu("b"), atMost: 0.5 };
    const verdict = judge(criterion, [measured("a", { cpuMs }), measured("b", { cpuMs: 200 })]);
    expect(verdict).toMatchObject({ criterion, measured: share, holds, figures: { per: 200 } });
  });

  it("takes off what is to be taken off", () => {
    const criterion = { title: "less", of: cpu("a"), less: cpu("b"), atMost: 5 };
    const verdict = judge(criterion, [measured("a", { cpuMs: 9 }), measured("b", { cpuMs: 4 })]);
    expect(verdict).toMatchObject({ measured: 5, holds: true });
  });

  it.each([
    ["wasn't measured", []],
    ["is no number", [measured("a", { cpuMs: Number.NaN })]],
    ["was given up", [measured("a", { cpuMs: 1 }, "gave up")]],
  ])("doesn't hold what %s", (_, measurements) => {
    const verdict = judge({ title: "any", of: cpu("a"), atMost: 5 }, measurements);
    expect(verdict).toMatchObject({ measured: Number.NaN, holds: false });
  });
});

describe("the criteria", () => {
  it("are all told by a whole run", () => {
    expect(criteria.filter((criterion) => !isTold(criterion, workloads))).toEqual([]);
  });

  it("aren't told by a run that leaves out one of their clients", () => {
    const gets = workloads.map((workload) => ({ ...workload, clientIds: ["rx-lro-get"] }));
    const told = criteria.filter((criterion) => isTold(criterion, gets)).flatMap(figuresOf);
    expect(new Set(told.map(([, clientId]) => clientId))).toEqual(new Set(["rx-lro-get"]));
  });
});
