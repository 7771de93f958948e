import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../src/index.ts";

describe("parseDuration()", () => {
  it.each([
    ["0s", 0],
    ["1s", 1000],
    ["3.5s", 3500],
    ["0.5s", 500],
    ["007s", 7000],
    ["1.001s", 1001],
    ["0.000001s", 0.001],
    ["0.000000001s", 0.000001],
    ["2.123456789s", 2123.456789],
    ["-1.5s", -1500],
    ["-0.000000001s", -0.000001],
    ["315576000000s", 315_576_000_000_000],
  ])("reads %s as %d ms", (json, ms) => {
    expect(parseDuration(json)).toBeCloseTo(ms, 9);
  });

  it.each([
    ["an empty string", ""],
    ["no unit", "3.5"],
    ["another unit", "3500ms"],
    ["no number", "s"],
    ["no whole seconds", ".5s"],
    ["no digit after the point", "3.s"],
    ["ten digits after the point", "1.0123456789s"],
    ["a plus sign", "+1s"],
    ["two minus signs", "--1s"],
    ["an exponent", "1e3s"],
    ["a space", "1 s"],
    ["a space before it", " 1s"],
    ["a line break after it", "1s\n"],
    ["infinity", "Infinitys"],
    ["other digits than ASCII's", "١s"],
    ["a number", 3.5],
    ["an object", { seconds: "3", nanos: 5 }],
    ["an array", ["1s"]],
    ["null", null],
    ["nothing", undefined],
  ])("finds no duration in %s", (_what, json) => {
    expect(parseDuration(json)).toBeUndefined();
  });
});

describe("formatDuration()", () => {
  it.each([
    [0, "0s"],
    [-0, "0s"],
    [1000, "1s"],
    [3500, "3.5s"],
    [1, "0.001s"],
    [0.001, "0.000001s"],
    [-1500, "-1.5s"],
    [1234.567891, "1.234567891s"],
    [600_000, "600s"],
    [315_576_000_000_000, "315576000000s"],
  ])("writes %d ms as %s", (ms, json) => {
    expect(formatDuration(ms)).toBe(json);
  });

  it("writes times below a microsecond without an exponent", () => {
    expect(formatDuration(0.0004)).toBe("0.0000004s");
    expect(formatDuration(-0.000001)).toBe("-0.000000001s");
  });

  it("rounds to a nanosecond", () => {
    expect(formatDuration(1000 / 3)).toBe("0.333333333s");
    expect(formatDuration(0.1 + 0.2)).toBe("0.0003s");
  });

  it("writes what parseDuration() reads back, for whole ms", () => {
    fc.assert(
      fc.property(fc.integer(), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBeCloseTo(ms, 5);
      }),
    );
  });
});
