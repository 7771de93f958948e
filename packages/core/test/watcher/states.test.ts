import { firstValueFrom, take } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { Code, createWatcher, exponentialBackoff } from "../../src/index.ts";
import { failed, running, succeeded, unavailable, VirtualClock } from "../../src/testing/index.ts";
import { brief, NAME, record, setUp } from "./probe.ts";

const response = { "@type": "type.googleapis.com/x.Image", id: "a" };
const progress = (value: number) => running(NAME, { progress: value });
const readMetadata = (metadata: { readonly progress?: unknown }) =>
  typeof metadata.progress === "number" ? { progress: metadata.progress } : {};

describe("states", () => {
  it("gives each state once and completes after done", async () => {
    const { clock, watcher } = setUp(
      {
        get: [progress(0), progress(0.5), progress(0.5), progress(0.2), succeeded(NAME, response)],
      },
      {},
      { readMetadata },
    );
    const states = record(watcher.watch(NAME).states);
    await clock.advance(60_000);
    expect(states.values).toStrictEqual([
      {
        type: "running",
        name: NAME,
        operation: progress(0),
        metadata: { progress: 0 },
        progress: 0,
        seenAt: 0,
      },
      {
        type: "running",
        name: NAME,
        operation: progress(0.5),
        metadata: { progress: 0.5 },
        progress: 0.5,
        seenAt: 1000,
      },
      {
        type: "running",
        name: NAME,
        operation: progress(0.2),
        metadata: { progress: 0.2 },
        progress: 0.2,
        seenAt: 3000,
      },
      {
        type: "done",
        name: NAME,
        operation: succeeded(NAME, response),
        outcome: { type: "succeeded", response },
        seenAt: 4500,
      },
    ]);
    expect(states).toMatchObject({ isComplete: true, errors: [] });
    expect(clock.pending).toBe(0);
  });

  it("gives nothing before the first answer or poll error", async () => {
    const { clock, watcher } = setUp({ get: [unavailable(), running(NAME)], cancel: [undefined] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    watch.cancel();
    expect([states.values, watch.state]).toEqual([[], undefined]);
    await clock.advance(0);
    expect(brief(states.values)[0]).toBe("cancelling.requested!");
    states.stop();
  });

  it("replays the last state, even the end", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME), succeeded(NAME)] });
    const watch = watcher.watch(NAME);
    const first = record(watch.states);
    await clock.advance(10);
    const second = record(watch.states);
    expect(second.values).toEqual(first.values);
    await clock.advance(5000);
    const third = record(watcher.watch(NAME).states);
    expect(third).toMatchObject({ values: [{ type: "done" }], isComplete: true });
    expect(operations.count("get")).toBe(2);
  });

  it("keeps the same reference until something changes", async () => {
    const { clock, operations, watcher } = setUp({ get: [() => progress(0.5)] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(0);
    const state = watch.state;
    await clock.advance(30_000);
    expect(operations.count("get")).toBeGreaterThan(3);
    expect(watch.state).toBe(state);
    expect(states.values).toEqual([state]);
    states.stop();
  });

  it("looks at once, then after 1 s × 1.5 up to 15 s", async () => {
    const { clock, watcher, operations } = setUp({ get: [running(NAME)] });
    const states = record(watcher.watch(NAME).states);
    const at: number[] = [];
    for (let seen = 0; clock.now() < 65_000; await clock.advance(1)) {
      if (operations.count("get") > seen) at.push(clock.now());
      seen = operations.count("get");
    }
    const gaps = at.slice(1).map((time, index) => Math.round((time - (at[index] ?? 0)) / 10) * 10);
    expect(at[0]).toBeLessThanOrEqual(1);
    expect(gaps).toEqual([1000, 1500, 2250, 3380, 5060, 7590, 11390, 15000, 15000]);
    states.stop();
  });

  it("rests after each answer, however late it comes", async () => {
    const at: number[] = [];
    const slow = async () => {
      at.push(clock.now());
      await clock.delay(5000);
      return running(NAME);
    };
    const { clock, watcher } = setUp({ get: [slow] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(20_000);
    expect(at).toEqual([0, 6000, 12_500, 19_750]);
    states.stop();
  });

  it("adds 0 to 20 % of jitter by default", async () => {
    for (const [value, expected] of [
      [0, 1000],
      [1, 1200],
    ] as const) {
      const clock = new VirtualClock();
      const backoff = exponentialBackoff({ random: () => value });
      const { operations } = setUp({ get: [running(NAME)] });
      const states = record(
        createWatcher(operations, { scheduler: clock, backoff }).watch(NAME).states,
      );
      await clock.advance(expected - 1);
      expect(operations.count("get")).toBe(1);
      await clock.advance(1);
      expect(operations.count("get")).toBe(2);
      states.stop();
    }
  });

  it("survives a subscriber that throws: polling and the others go on", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), succeeded(NAME)] });
    const reported: unknown[] = [];
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    try {
      const watch = watcher.watch(NAME);
      watch.states.subscribe(() => {
        throw new Error("mine");
      });
      const states = record(watch.states);
      await clock.advance(5000);
      expect(brief(states.values)).toEqual(["running", "done.succeeded"]);
      // RxJS reports what a subscriber threw from a timer of its own.
      try {
        vi.runAllTimers();
      } catch (thrown) {
        reported.push(thrown);
      }
    } finally {
      vi.useRealTimers();
    }
    expect(reported).toMatchObject([{ message: "mine" }]);
  });

  it("gives every subscriber every state in order, even when one acts while it is told", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), succeeded(NAME)],
      cancel: [undefined],
    });
    const watch = watcher.watch(NAME);
    watch.states.pipe(take(1)).subscribe(() => watch.cancel());
    const states = record(watch.states);
    await clock.advance(5000);
    expect(brief(states.values)).toEqual([
      "running",
      "cancelling.requesting",
      "cancelling.requested",
      "done.succeeded",
    ]);
  });

  it("gives every subscriber all that changes while one is told", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [undefined] });
    const watch = watcher.watch(NAME);
    watch.states.pipe(take(1)).subscribe(() => {
      watch.cancel();
      watcher.watch(succeeded(NAME, response));
    });
    const states = record(watch.states);
    await clock.advance(0);
    expect(brief(states.values)).toEqual(["running", "cancelling.requesting", "done.succeeded"]);
  });

  it("is the same observable at each access", () => {
    const watch = setUp({}).watcher.watch(NAME);
    expect([watch.states, watch.cancellation]).toEqual([watch.states, watch.cancellation]);
    expect(watch.states).toBe(watch.states);
    expect(watch.cancellation).toBe(watch.cancellation);
  });

  it("copes with metadata that is nested too deeply to be compared", async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(30_000)}0${"}".repeat(30_000)}`);
    const again = JSON.parse(`${'{"a":'.repeat(30_000)}0${"}".repeat(30_000)}`);
    const { clock, watcher } = setUp({
      get: [running(NAME, deep), running(NAME, again), succeeded(NAME)],
    });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["running", "running", "done.succeeded"]);
  });

  it("asks the back-off policy once for each look", async () => {
    const counts: number[] = [];
    const delayMs = (count: number) => {
      counts.push(count);
      return 1000;
    };
    const { clock, watcher } = setUp({ get: [running(NAME)] }, { backoff: { minMs: 0, delayMs } });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(2500);
    expect(counts).toEqual([1, 2, 3]);
    states.stop();
  });

  it("tells of metadata that `readMetadata` can't read", async () => {
    const { clock, watcher } = setUp(
      { get: [progress(0.5)] },
      {},
      {
        readMetadata: () => {
          throw new Error("odd");
        },
      },
    );
    const state = firstValueFrom(watcher.watch(NAME).states);
    await clock.advance(0);
    expect(await state).toMatchObject({
      type: "running",
      metadata: { progress: 0.5 },
      metadataProblem: "readMetadata failed: odd",
    });
  });

  it.each([0, 1])("tells the progress %d", async (value) => {
    const { clock, watcher } = setUp({ get: [progress(value)] }, {}, { readMetadata });
    const state = firstValueFrom(watcher.watch(NAME).states);
    await clock.advance(0);
    expect(await state).toHaveProperty("progress", value);
    expect(await state).not.toHaveProperty("metadataProblem");
  });

  it.each([Number.NaN, -0.1, 50])("calls the progress %d a problem", async (odd) => {
    const { clock, watcher } = setUp(
      { get: [progress(0), progress(0), succeeded(NAME)] },
      {},
      { readMetadata: () => ({ progress: odd }) },
    );
    const states = record(watcher.watch(NAME).states);
    await clock.advance(10_000);
    expect(states.values).toMatchObject([
      { type: "running", metadataProblem: `the progress is ${odd}, not from 0 to 1` },
      { type: "done" },
    ]);
    expect(states.values[0]).not.toHaveProperty("progress");
  });
});

describe("the clock", () => {
  it("may be set back without stopping the looks", async () => {
    const { clock, operations } = setUp({ get: [running(NAME)] });
    let shift = 0;
    const scheduler = {
      now: () => clock.now() + shift,
      schedule: clock.schedule.bind(clock),
    };
    const backoff = exponentialBackoff({ jitter: 0 });
    const states = record(createWatcher(operations, { scheduler, backoff }).watch(NAME).states);
    await clock.advance(0);
    shift = -3_600_000;
    await clock.advance(2500);
    expect(operations.count("get")).toBe(3);
    states.stop();
  });

  it("tells when an operation was first seen as it is, also after a failed look", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), running(NAME), unavailable(), running(NAME)],
    });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(5000);
    expect(states.values.map(({ pollError, seenAt }) => [pollError?.code, seenAt])).toEqual([
      [undefined, 0],
      [Code.UNAVAILABLE, 0],
      [undefined, 0],
    ]);
    states.stop();
  });

  it("tells when an operation was seen, whenever the watcher was created", async () => {
    const clock = new VirtualClock();
    await clock.advance(5000);
    const { operations } = setUp({ get: [running(NAME)] });
    const watch = createWatcher(operations, { scheduler: clock }).watch(NAME);
    const states = record(watch.states);
    await clock.advance(0);
    expect(watch.state?.seenAt).toBe(5000);
    states.stop();
  });
});

describe("failed operations", () => {
  it("keep their status with its details", async () => {
    const details = [
      { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "QUOTA", domain: "x" },
    ];
    const { clock, watcher } = setUp({
      get: [failed(NAME, Code.RESOURCE_EXHAUSTED, "too much", details)],
    });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(0);
    const status = { code: Code.RESOURCE_EXHAUSTED, message: "too much", details };
    expect(states.values).toMatchObject([{ type: "done", outcome: { type: "failed", status } }]);
  });
});
