import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { summarise, withSummary } from "../../src/report/summary.ts";
import { machine, measurements } from "./measured.ts";

describe("summarise()", () => {
  const text = summarise(measurements, machine, "2026-01-02");

  it("has a column for each number of operations, small ones first", () => {
    const [head = ""] = text.split("\n");
    expect(head.split("|").map((title) => title.trim())).toEqual([
      "",
      "client",
      ...["CPU s: 100", "CPU s: 1,000", "CPU s: 10,000", "CPU s: 100,000"],
      ...["p99 ms: 100", "p99 ms: 1,000", "p99 ms: 10,000", "p99 ms: 100,000"],
      "",
    ]);
  });

  it("marks who is saturated, and what wasn't measured", () => {
    expect(text).toMatch(/^\| google-gax \(REST\) +\| +12 \| +12 \| +12\* \| +– \|/m);
  });

  it("says where it was measured", () => {
    expect(text).toContain("2026-01-02; a processor, 2 cores, Node v24.0.0");
  });
});

describe("withSummary()", () => {
  const text = (between: string) =>
    `# A\n\n<!-- Written by \`pnpm bench\`. -->\n\n${between}\n\n<!-- Up to here. -->\n\nB\n`;

  it("replaces the summary that was there", () => {
    expect(withSummary(text("old"), "new")).toBe(text("new"));
  });

  it("finds the place in the project's README", () => {
    const readme = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");
    expect(withSummary(readme, "new")).toContain("\n\nnew\n\n");
  });

  it("says so when there is no place for one", () => {
    expect(() => withSummary("# A\n", "new")).toThrow("there is no place");
  });
});
