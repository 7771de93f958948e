import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExponentialBackoffOptions, exponentialBackoff } from "../../src/index.ts";
import { hintedDelay } from "../../src/polling/backoff.ts";

const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

describe("exponentialBackoff()", () => {
  it("waits 1 s × 1.5 up to 15 s by default", () => {
    const { delayMs, minMs } = exponentialBackoff({ jitter: 0 });
    const expected = [1000, 1500, 2250, 3375, 5062.5, 7593.75, 11_390.625, 15_000, 15_000];
    expect(COUNTS.map(delayMs)).toEqual(expected);
    expect(minMs).toBe(1000);
  });

  it("takes its delays from its options", () => {
    const options = { initialMs: 100, factor: 2, maxMs: 1000, jitter: 0 };
    const { delayMs, minMs } = exponentialBackoff(options);
    expect(COUNTS.map(delayMs)).toEqual([100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000]);
    expect(minMs).toBe(100);
  });

  it("raises the default maxima to a first delay beyond them", () => {
    const { delayMs, minMs } = exponentialBackoff({ initialMs: 900_000, jitter: 0 });
    expect([minMs, ...[1, 2, 3].map(delayMs)]).toEqual([900_000, 900_000, 900_000, 900_000]);
  });

  it("waits as long each time with a factor of 1", () => {
    const { delayMs } = exponentialBackoff({ factor: 1, jitter: 0 });
    expect([1, 2, 50].map(delayMs)).toEqual([1000, 1000, 1000]);
  });

  it("takes a count below 1 for the first", () => {
    const { delayMs } = exponentialBackoff({ jitter: 0 });
    expect([0, -3].map(delayMs)).toEqual([1000, 1000]);
  });

  it("stays at the maximum however often it is asked", () => {
    const { delayMs } = exponentialBackoff({ jitter: 0 });
    expect([1e3, 1e4, 1e9].map(delayMs)).toEqual([15_000, 15_000, 15_000]);
  });

  it("doesn't wait at all with delays of 0, however often it is asked", () => {
    const { delayMs } = exponentialBackoff({ initialMs: 0 });
    expect([1, 100, 10_000].map(delayMs)).toEqual([0, 0, 0]);
  });

  it.each([
    [0, [1000, 1500, 15_000]],
    [0.25, [1050, 1575, 15_750]],
    [1, [1200, 1800, 18_000]],
  ])(
    "adds a fifth of the delay times a random number, by default: %d gives %j",
    (random, expected) => {
      const { delayMs } = exponentialBackoff({ random: () => random });
      expect([1, 2, 20].map(delayMs)).toEqual(expected);
    },
  );

  it("asks for a random number at each delay", () => {
    const numbers = [0, 1, 0.5];
    const { delayMs } = exponentialBackoff({ factor: 1, random: () => numbers.shift() ?? 0 });
    expect([1, 2, 3].map(delayMs)).toEqual([1000, 1200, 1100]);
  });

  it("stays between the plain delay and the plain delay with all its jitter", () => {
    const options = fc.record({
      initialMs: fc.double({ min: 0.001, max: 1e5, noNaN: true }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      jitter: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    const count = fc.integer({ min: 1, max: 1e6 });
    fc.assert(
      fc.property(options, count, ({ initialMs, factor, jitter }, at) => {
        const maxMs = 2 * initialMs;
        const plain = exponentialBackoff({ initialMs, factor, maxMs, jitter: 0 }).delayMs(at);
        const delayMs = exponentialBackoff({ initialMs, factor, maxMs, jitter }).delayMs(at);
        expect(plain).toBeGreaterThanOrEqual(initialMs);
        expect(plain).toBeLessThanOrEqual(maxMs);
        expect(delayMs).toBeGreaterThanOrEqual(plain);
        expect(delayMs).toBeLessThanOrEqual(plain * (1 + jitter));
      }),
    );
  });

  it.each<[string, ExponentialBackoffOptions]>([
    ["initialMs must be at least 0, not -1", { initialMs: -1 }],
    ["initialMs must be at least 0, not NaN", { initialMs: Number.NaN }],
    ["factor must be at least 1, not 0.9", { factor: 0.9 }],
    ["factor must be at least 1, not NaN", { factor: Number.NaN }],
    ["maxMs must be at least 1000, not 999", { maxMs: 999 }],
    ["maxMs must be at least 20000, not 15000", { initialMs: 20_000, maxMs: 15_000 }],
    ["maxMs must be at least 1000, not NaN", { maxMs: Number.NaN }],
    ["jitter must be at least 0, not -0.1", { jitter: -0.1 }],
    ["jitter must be at least 0, not NaN", { jitter: Number.NaN }],
    ["the first delays must be finite, or nobody would look again", { initialMs: 1 / 0 }],
    ["the first delays must be finite, or nobody would look again", { jitter: 1 / 0 }],
    [
      "the first delays must be finite, or nobody would look again",
      { initialMs: 0, jitter: 1 / 0 },
    ],
    [
      "the first delays must be finite, or nobody would look again",
      { factor: 1 / 0, maxMs: 1 / 0 },
    ],
    ["maxHintMs must be at least 1000, not 10", { maxHintMs: 10 }],
    ["maxHintMs must be at least 1000, not NaN", { maxHintMs: Number.NaN }],
  ])("throws the RangeError: %s", (message, options) => {
    expect(() => exponentialBackoff(options)).toThrow(new RangeError(message));
  });
});

describe("hintedDelay()", () => {
  const backoff = { minMs: 1000, delayMs: (count: number) => 100 * count };
  const bounds = { backoff, maxHintMs: 60_000 };

  it.each([
    ["the policy's minimum for a hint that is no number", Number.NaN, 1000],
    ["the delay without a hint", undefined, 70_000],
    ["the hint", 5000, 5000],
    ["the policy's minimum for a hint below it", 20, 1000],
    ["the policy's minimum for a hint of 0", 0, 1000],
    ["the policy's minimum for a hint in the past", -5, 1000],
    ["the longest hint allowed for one above it", 3e9, 60_000],
    ["the longest hint allowed for one without end", Number.POSITIVE_INFINITY, 60_000],
  ])("is %s", (_what, hintMs, expected) => {
    expect(hintedDelay(hintMs, 70_000, bounds)).toBe(expected);
  });

  it("is the policy's minimum when the longest hint allowed is below it", () => {
    const delays = [0, 5, 3000].map((hintMs) =>
      hintedDelay(hintMs, 70_000, { backoff, maxHintMs: 5 }),
    );
    expect(delays).toEqual([1000, 1000, 1000]);
  });
});
