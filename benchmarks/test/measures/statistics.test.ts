import { describe, expect, it } from "vitest";
import { mean, median, percentile, slope } from "../../src/measures/statistics.ts";

describe("percentile()", () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

  it.each([
    [0, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])("gives at %d the number that so many of 1 to 100 don't exceed", (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it("is the number itself of one, and NaN of none", () => {
    expect([percentile([7], 0.99), percentile([], 0.5)]).toEqual([7, Number.NaN]);
  });

  it("orders by value, not by digits", () => {
    expect(percentile([9, 10, 100], 0.5)).toBe(10);
  });
});

describe("mean() and median()", () => {
  it("tell the middle of numbers in any order", () => {
    expect([mean([6, 1, 2]), median([6, 1, 2]), median([4, 1, 2, 10])]).toEqual([3, 2, 3]);
  });

  it("are NaN of none", () => {
    expect([mean([]), median([])]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("slope()", () => {
  it("is what each more of x adds to y, whatever y starts at", () => {
    const line = [1000, 10_000, 100_000].map((x) => [x, 5000 + 120 * x] as const);
    expect(slope(line)).toBeCloseTo(120);
  });

  it("goes between points that lie on no line", () => {
    expect(slope([[0, 0], [1, 3], [2, 2]])).toBeCloseTo(1); // biome-ignore format: points
  });

  it("is NaN of one point", () => {
    expect(slope([[1, 1]])).toBeNaN();
  });
});
