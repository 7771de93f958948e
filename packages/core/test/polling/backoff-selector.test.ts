import { defer, of, repeat, retry, throwError } from "rxjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  Code,
  type ExponentialBackoffOptions,
  exponentialBackoff,
  RpcError,
} from "../../src/index.ts";
import { unavailable, VirtualClock } from "../../src/testing/index.ts";
import { record } from "../watcher/probe.ts";
import { MAX_TIMER_MS, RecordingClock } from "./recording-clock.ts";

/** When a call is made that `retry` repeats with the back-off; it fails with each error, then succeeds. */
async function timesOfTries(errors: readonly unknown[], options: ExponentialBackoffOptions = {}) {
  const clock = new VirtualClock();
  const times: number[] = [];
  const delay = exponentialBackoff({ jitter: 0, scheduler: clock, ...options });
  const call = defer(() => {
    const tried = times.push(clock.now());
    return tried <= errors.length ? throwError(() => errors[tried - 1]) : of("answer");
  });
  const answers = record(call.pipe(retry({ delay })));
  await clock.advance(10 * 24 * 3_600_000);
  expect(answers).toMatchObject({ values: ["answer"], errors: [], isComplete: true });
  expect(clock.pending).toBe(0);
  return times;
}

describe("exponentialBackoff() as a delay selector of repeat()", () => {
  it("grows from one subscription to the next", async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    const delay = exponentialBackoff({ jitter: 0, scheduler: clock });
    const look = defer(() => of(times.push(clock.now())));
    const looks = record(look.pipe(repeat({ delay, count: 5 })));
    await clock.advance(60_000);
    expect(times).toEqual([0, 1000, 2500, 4750, 8125]);
    expect(looks).toMatchObject({ values: [1, 2, 3, 4, 5], isComplete: true });
  });

  it("leaves no timer after unsubscribing", async () => {
    const clock = new VirtualClock();
    const looks = record(of(1).pipe(repeat({ delay: exponentialBackoff({ scheduler: clock }) })));
    await clock.advance(500);
    expect(clock.pending).toBe(1);
    looks.stop();
    expect(clock.pending).toBe(0);
  });
});

describe("exponentialBackoff() as a delay selector of retry()", () => {
  it("grows from one try to the next, whatever the error", async () => {
    const errors = [unavailable(), new Error("reset"), "no", undefined, 404];
    expect(await timesOfTries(errors)).toEqual([0, 1000, 2500, 4750, 8125, 13_187.5]);
  });

  it("follows the retry delay of an RpcError for the next try only", async () => {
    const errors = [unavailable(), unavailable(60_000), unavailable(), unavailable()];
    expect(await timesOfTries(errors)).toEqual([0, 1000, 61_000, 63_250, 66_625]);
  });

  it("follows a RetryInfo in the details", async () => {
    const type = "type.googleapis.com/google.rpc.RetryInfo";
    const details = [{ "@type": type, retryDelay: "3.5s" }];
    const error = new RpcError(Code.RESOURCE_EXHAUSTED, "slow down", { details });
    expect(await timesOfTries([error])).toEqual([0, 3500]);
  });

  it("never waits less than the first delay for a hint", async () => {
    expect(await timesOfTries([unavailable(0), unavailable(5)])).toEqual([0, 1000, 2000]);
  });

  it("never waits longer than ten minutes for a hint", async () => {
    expect(await timesOfTries([unavailable(3_000_000_000)])).toEqual([0, 600_000]);
  });

  it("takes another longest hint", async () => {
    expect(await timesOfTries([unavailable(50_000)], { maxHintMs: 7000 })).toEqual([0, 7000]);
  });

  it("adds no jitter to a hint", async () => {
    const options = { jitter: 0.2, random: () => 1 };
    expect(await timesOfTries([unavailable(), unavailable(9000)], options)).toEqual([
      0, 1200, 10_200,
    ]);
  });

  it("sets no timer that the host can't hold, for it would fire at once", async () => {
    const days = 24 * 3_600_000;
    const clock = new RecordingClock();
    const delay = exponentialBackoff({
      initialMs: 40 * days,
      maxMs: 40 * days,
      maxHintMs: 40 * days,
      jitter: 0,
      scheduler: clock,
    });
    const waited = record(delay(unavailable(), 1));
    await clock.advance(40 * days - 1);
    expect(waited.values).toEqual([]);
    await clock.advance(1);
    expect(waited).toMatchObject({ values: [0], isComplete: true });
    expect(Math.max(...clock.delays)).toBeLessThanOrEqual(MAX_TIMER_MS);
  });
});

describe("exponentialBackoff() without a scheduler", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("waits with the host's timers, and sets none before it is subscribed", () => {
    const delay = exponentialBackoff({ jitter: 0 })(2);
    expect(vi.getTimerCount()).toBe(0);
    const waited = record(delay);
    vi.advanceTimersByTime(1499);
    expect(waited).toMatchObject({ values: [], isComplete: false });
    vi.advanceTimersByTime(1);
    expect(waited).toMatchObject({ values: [0], isComplete: true });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("clears its timer after unsubscribing", () => {
    const waited = record(exponentialBackoff()(1));
    expect(vi.getTimerCount()).toBe(1);
    waited.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("adds jitter of its own", () => {
    const { delayMs } = exponentialBackoff();
    const delays = Array.from({ length: 100 }, () => delayMs(1));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1200);
    expect(new Set(delays).size).toBeGreaterThan(1);
  });
});
