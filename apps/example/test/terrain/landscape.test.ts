import { describe, expect, it } from "vitest";
import { groundColour, toByte } from "../../src/terrain/colours.ts";
import { createElevation } from "../../src/terrain/elevation.ts";
import { createNoise, fractal } from "../../src/terrain/noise.ts";
import { createRelief } from "../../src/terrain/render-relief.ts";

/** Places all over the plane, some of them far out. */
const places = Array.from({ length: 2000 }, (_, i) => [i * 0.137 - 90, i * i * 0.0011] as const);

describe("noise", () => {
  it("stays within -1 and 1, depends on the seed alone and uses all bits of it", () => {
    const valuesOf = (seed: number) => places.map(([x, y]) => fractal(createNoise(seed), x, y, 4));
    const values = valuesOf(7);
    expect(values.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.5);
    expect(valuesOf(7)).toEqual(values);
    expect(valuesOf(7 + 2 ** 32)).not.toEqual(values);
  });
});

describe("elevation", () => {
  it("has sea, plains and peaks within its range", () => {
    const elevation = createElevation(7);
    const heights = places.map(([x, y]) => elevation(x, y));
    expect(Math.min(...heights)).toBeGreaterThan(-1.2);
    expect(Math.max(...heights)).toBeLessThan(2);
    const share = (from: number) =>
      heights.filter((height) => height > from).length / places.length;
    expect([share(0) > 0.3, share(0) < 0.9, share(0.4) > 0.01]).toEqual([true, true, true]);
  });
});

describe("colours", () => {
  it("are blue in the sea, white on flat peaks and grey where the peaks are steep", () => {
    const bytes = (...ground: Parameters<typeof groundColour>) =>
      groundColour(...ground).map(toByte);
    expect(bytes(-0.6, 0, 0)).toEqual([0x0b, 0x2f, 0x4f]);
    expect(bytes(0.9, 0, 0)).toEqual([0xf6, 0xf9, 0xfc]);
    expect(Math.max(...bytes(0.9, 3, 0))).toBeLessThan(0xa0);
  });
});

describe("createRelief()", () => {
  it("draws the same bytes however it is divided", () => {
    const whole = createRelief({ seed: 7, width: 40, height: 30 });
    const parts = createRelief({ seed: 7, width: 40, height: 30 });
    whole.drawTo(30);
    expect([1, 9, 9, 64].map(parts.drawTo)).toEqual([1, 9, 9, 30]);
    expect(parts.pixels).toEqual(whole.pixels);
  });
});
