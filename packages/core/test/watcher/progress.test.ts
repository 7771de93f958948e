import { describe, expect, it } from "vitest";
import { createWatcher, exponentialBackoff } from "../../src/index.ts";
import { running, succeeded } from "../../src/testing/index.ts";
import { image } from "./parent-probe.ts";
import { having, inPages, LISTED, namesOf, recordAll, sent } from "./plan-probe.ts";
import { NAME, record, setUp } from "./probe.ts";

/** When an operation with this progress is looked at in ten minutes: by its number of looks and the time in ms. */
async function looksAt(progressAt: (look: number, time: number) => number, ms = 600_000) {
  const times: number[] = [];
  const { clock, watcher } = setUp(
    {
      get: [
        () => {
          times.push(clock.now());
          return running(NAME, { progress: progressAt(times.length, clock.now()) });
        },
      ],
    },
    {},
    having("get"),
  );
  const states = record(watcher.watch(NAME).states);
  await clock.advance(ms);
  states.stop();
  expect(clock.pending).toBe(0);
  return times;
}

/** How many gets and lists it takes to know the ends of so many that tell their progress, and how late each is at most. */
async function listedTogether(count: number) {
  const { clock, operations, watcher } = setUp(
    { get: [({ name }) => rowAt(name)], list: [(request) => inPages(names.map(rowAt))(request)] },
    {},
    LISTED,
  );
  const names = namesOf(count);
  const endsAt = new Map(names.map((name, index) => [name, 97_000 + 250 * index]));
  const rowAt = (name: string) => {
    const progress = clock.now() / (endsAt.get(name) ?? 0);
    return progress < 1 ? running(name, { progress }) : succeeded(name, image);
  };
  const states = recordAll(watcher, names);
  let lateMs = 0;
  for (const [index, end] of [...endsAt.values()].entries()) {
    while (!states[index]?.isComplete) await clock.advance(50);
    lateMs = Math.max(lateMs, clock.now() - end);
  }
  return { ...sent(operations), lateMs };
}

const pauses = (times: readonly number[]) =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe("the look at an operation that tells its progress", () => {
  it.each([20_000, 60_000, 100_000, 300_000])(
    "comes when the end is likely: after %i ms",
    async (endsAt) => {
      const times = await looksAt((_look, time) => Math.min(1, time / endsAt), endsAt + 15_000);
      const late = Math.min(...times.filter((time) => time >= endsAt)) - endsAt;
      expect(late).toBeLessThanOrEqual(1000);
    },
  );

  it.each<[string, (share: number) => number]>([
    ["says 1 at 95 % of the time", (share) => Math.min(1, share / 0.95)],
    ["slows down", (share) => share ** 0.8],
    ["speeds up", (share) => share ** 1.2],
    ["comes in whole percents", (share) => Math.floor(share * 100) / 100],
  ])(
    "comes again soon when the end wasn't there yet: progress that %s",
    async (_how, progressOf) => {
      const lags = [20_000, 37_000, 64_000, 97_000, 120_000].map(async (endsAt) => {
        const times = await looksAt((_look, time) => progressOf(time / endsAt), endsAt + 15_000);
        return Math.min(...times.filter((time) => time >= endsAt)) - endsAt;
      });
      const sumMs = (await Promise.all(lags)).reduce((sum, lag) => sum + lag);
      // Without progress it is half a pause of 15 s.
      expect(sumMs / lags.length).toBeLessThan(2500);
    },
  );

  it("comes as early, however late the watcher was created", async () => {
    const looksAfter = async (createdAt: number) => {
      const times: number[] = [];
      const look = () => {
        const time = clock.now() - createdAt;
        times.push(time);
        return running(NAME, { progress: Math.min(1, time / 60_000) });
      };
      const { clock, operations } = setUp({ get: [look] }, {}, having("get"));
      await clock.advance(createdAt);
      const backoff = exponentialBackoff({ jitter: 0 });
      const watcher = createWatcher(operations, { scheduler: clock, backoff });
      const states = record(watcher.watch(NAME).states);
      await clock.advance(70_000);
      states.stop();
      return times;
    };
    expect(await looksAfter(1_000_000)).toEqual(await looksAfter(0));
  });

  it("never comes later than without", async () => {
    const without = await looksAt(() => 0);
    const slow = await looksAt((_look, time) => time / 100_000_000);
    expect(slow.length).toBeGreaterThanOrEqual(without.length);
    expect(Math.max(...pauses(slow))).toBeLessThanOrEqual(15_000);
  });

  it("comes when the end is likely for a few that are listed together, and by list alone for many", async () => {
    expect((await listedTogether(100)).lateMs).toBeLessThanOrEqual(1000);
    expect(await listedTogether(101)).toMatchObject({ get: 0 });
  });

  it.each([
    ["stands at 1", () => 1],
    ["stands at 1 after it has moved", (look: number) => Math.min(1, look / 3)],
    ["creeps to 1 by half of what is left at each look", (look: number) => 1 - 0.5 ** look],
    ["creeps to 1 by a tenth of what is left at each look", (look: number) => 1 - 0.9 ** look],
    [
      "creeps to 1 by nine tenths of what is left in each second",
      (_look: number, time: number) => 1 - 0.1 ** (time / 1000),
    ],
    ["falls and rises again", (look: number) => (look % 2 ? 0.1 : 0.95)],
    ["jumps beyond 1", (look: number) => look * 0.4],
    ["is negative", (look: number) => -look],
    ["is no number", () => Number.NaN],
    ["is infinite", (look: number) => (look % 2 ? Number.POSITIVE_INFINITY : 0)],
  ])("comes no more often for ever when it %s", async (_how, progressAt) => {
    const without = await looksAt(() => 0);
    const times = await looksAt(progressAt);
    expect(Math.min(...pauses(times))).toBeGreaterThanOrEqual(1000);
    expect(times.length).toBeLessThanOrEqual(without.length + 20);
    expect(times.length).toBeGreaterThanOrEqual(without.length);
  });
});
