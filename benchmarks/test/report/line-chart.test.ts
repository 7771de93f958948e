import { describe, expect, it } from "vitest";
import { drawLineChart, powersAround, spreadLabels } from "../../src/report/line-chart.ts";

describe("drawLineChart()", () => {
  it("draws each series with its label, ours strong, and none that has no points", () => {
    const svg = drawLineChart({
      title: "CPU < time",
      xTitle: "operations",
      series: [
        { title: "peer & co", isOurs: false, points: [[100, 2]] },
        { title: "ours", isOurs: true, points: [[100, 1], [1000, 10]] }, // biome-ignore format: points
        { title: "absent", isOurs: false, points: [] },
      ],
    });
    expect(svg).toContain("CPU &lt; time");
    expect(svg).toMatch(/class="label"[^>]*>peer &amp; co</);
    expect(svg).toMatch(/class="ours"[^>]*>ours</);
    expect(svg).not.toContain("absent");
    expect(svg).not.toContain("NaN");
  });

  it("gives a series the same colour whether or not the others have points", () => {
    const color = (points: readonly (readonly [number, number])[]) => {
      const others = { title: "others", isOurs: false, points };
      const ours = { title: "ours", isOurs: true, points: [[100, 1]] as const };
      const svg = drawLineChart({ title: "", xTitle: "", series: [others, ours] });
      return /stroke="(#\w+)"(?!.*<g)/s.exec(svg)?.[1];
    };
    expect(color([])).toBe(color([[100, 2]]));
    expect(color([])).toMatch(/^#/);
  });
});

describe("powersAround()", () => {
  it.each([
    [
      [3, 250],
      [1, 10, 100, 1000],
    ],
    [[0.02], [0.01, 0.1]],
    [[10], [10, 100]],
  ])("of %j are %j", (numbers, expected) => {
    expect(powersAround(numbers)).toEqual(expected);
  });
});

describe("spreadLabels()", () => {
  it("keeps labels apart, in order and in sight", () => {
    const spread = spreadLabels([359, 100, 101, 360]);
    const sorted = [...spread].sort((a, b) => a - b);
    const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(17);
    expect(Math.max(...spread)).toBeLessThanOrEqual(360);
    expect(spread[1]).toBeLessThan(spread[2] ?? 0);
    expect(spread[0]).toBeLessThan(spread[3] ?? 0);
  });
});
