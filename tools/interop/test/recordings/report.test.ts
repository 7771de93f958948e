import { describe, expect, it } from "vitest";
import { createReport } from "../../src/recordings/report.ts";

describe("createReport()", () => {
  it("is good when every known recording means what it should", () => {
    expect(createReport({ "a.json": "running" }, { "a.json": "running" })).toEqual({
      text: "ok         a.json  running\n\nRecordings: 1 as expected",
      isGood: true,
    });
  });

  it("shows differences, files that are missing, and files that nobody expects", () => {
    const meanings = { "a.json": "running", "new.json": "ok, empty" };
    const report = createReport(meanings, { "a.json": "done.cancelled", "b.json": "running" });
    expect(report.isGood).toBe(false);
    expect(report.text.split("\n")).toEqual([
      "DIFFERENT  a.json    running",
      "MISSING    b.json    ",
      "new        new.json  ok, empty",
      "",
      "a.json",
      "  - done.cancelled",
      "  + running",
      "",
      "b.json",
      "  - running",
      "  + (no such file)",
      "",
      "Recordings: 1 different, 1 missing, 1 without an expected meaning",
    ]);
  });

  it("compares a meaning with a pattern too", () => {
    const meanings = { "a.json": "error [UNKNOWN] HTTP 302" };
    expect(createReport(meanings, { "a.json": /HTTP 302$/ }).isGood).toBe(true);
    expect(createReport(meanings, { "a.json": /HTTP 303$/ }).text).toContain("  - /HTTP 303$/\n");
  });

  it("only describes a folder without any known recording", () => {
    const report = createReport({ "new.json": "running" }, { "a.json": "running" });
    expect(report).toEqual({
      text: "new        new.json  running\n\nRecordings: 1 without an expected meaning",
      isGood: true,
    });
  });
});
