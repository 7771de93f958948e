import { expect, it } from "vitest";
import { checkReport } from "../../src/report/check-report.ts";

const of = ["settle-100", "rx-lro-get", "cpuMs"] as const;

it("checkReport() tells what was wanted, what was measured, and what it was compared with", () => {
  const ratio = { title: "CPU", of, per: of, atMost: 1 / 9 };
  const rest = { title: "heap", of, less: of, atMost: 1024, unit: "B" };
  const unmeasured = { title: "peak", of, atMost: 140, unit: "MiB" };
  const { NaN: missing } = Number;
  const report = checkReport([
    {
      criterion: ratio,
      measured: 0.1,
      figures: { of: 103, less: undefined, per: 1030 },
      holds: true,
    },
    {
      criterion: rest,
      measured: 2000,
      figures: { of: 3000, less: 1000, per: undefined },
      holds: false,
    },
    {
      criterion: unmeasured,
      measured: missing,
      figures: { of: missing, less: undefined, per: undefined },
      holds: false,
    },
  ]);
  expect(report.split("\n").map((line) => line.replaceAll(/ +/g, " "))).toEqual([
    "| what | wanted | measured | compared | |",
    expect.stringMatching(/^\| -/),
    "| CPU | ≤ 1/9 × | 1/10 × | 103 / 1,030 | ok |",
    "| heap | ≤ 1,024 B | 2,000 B | 3,000 − 1,000 | FAILS |",
    "| peak | ≤ 140 MiB | not measured | | FAILS |",
  ]);
});
