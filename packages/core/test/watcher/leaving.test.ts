import { describe, expect, it } from "vitest";
import { Code, type OperationsMethod, RpcError } from "../../src/index.ts";
import { running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image, PARENT, page } from "./parent-probe.ts";
import { having, namesOf, recordAll, sent, stopAll } from "./plan-probe.ts";
import { never, record, runs, setUp } from "./probe.ts";

const token = { operations: [running(A)], nextPageToken: "next" };
const plenty = page(...namesOf(4).map((name) => running(name)));

interface Stage {
  readonly script: Parameters<typeof setUp>[0];
  readonly methods: readonly OperationsMethod[];
  readonly options?: Parameters<typeof setUp>[1];
  readonly afterMs?: number;
  /** How many requests are open then. */
  readonly open: number;
}

/** In what a watched operation can be when everybody leaves. */
const stages: Record<string, Stage> = {
  "before its first look": { script: {}, methods: ["get", "list"], afterMs: -1, open: 0 },
  "looked at by get": { script: { get: [never] }, methods: ["get"], open: 3 },
  "looked at by list": { script: { list: [never] }, methods: ["get", "list"], open: 1 },
  "looked at by the second page": {
    script: { list: [token, never] },
    methods: ["get", "list"],
    open: 1,
  },
  "missing from the list": {
    script: { list: [page()], get: [never] },
    methods: ["get", "list"],
    open: 3,
  },
  "asked for to judge a list that failed": {
    script: { list: [unavailable()], get: [never] },
    methods: ["get", "list"],
    open: 1,
  },
  "asked for after a list was given up": {
    script: { list: [new RpcError(Code.UNIMPLEMENTED, "no")], get: [runs, never] },
    methods: ["get", "list"],
    open: 2,
  },
  "held by a wait": {
    script: { get: [runs], wait: [never] },
    methods: ["get", "wait"],
    afterMs: 1000,
    open: 3,
  },
  "asked for after a wait has failed": {
    script: { get: [runs, runs, runs, never], wait: [unavailable()] },
    methods: ["get", "wait"],
    afterMs: 1000,
    open: 3,
  },
  "resting after a look": { script: { get: [runs] }, methods: ["get"], open: 0 },
  "resting after a list": {
    script: { list: [page(running(A), running(B), running(C))] },
    methods: ["get", "list"],
    open: 0,
  },
  "resting after a poll error": {
    script: { list: [unavailable()], get: [unavailable()] },
    methods: ["get", "list"],
    open: 0,
  },
  "resting after a hint": {
    script: { list: [unavailable(90_000)], get: [unavailable(90_000)] },
    methods: ["get", "list"],
    open: 0,
  },
  "in line for room": {
    script: { get: [never] },
    methods: ["get"],
    options: { budget: { concurrency: 1 } },
    open: 1,
  },
  "in line for its second": {
    script: { get: [never] },
    methods: ["get"],
    options: { budget: { perSecond: 1 } },
    open: 1,
  },
  "in line after RESOURCE_EXHAUSTED": {
    script: { get: [...Array(3).fill(new RpcError(Code.RESOURCE_EXHAUSTED, "quota")), never] },
    methods: ["get"],
    afterMs: 1000,
    open: 1,
  },
};

describe("everybody leaves an operation that is", () => {
  it.each(Object.keys(stages))("%s: no timer and no request is left", async (name) => {
    const { script, methods, options = {}, afterMs = 0, open } = stages[name] as Stage;
    const { clock, operations, watcher } = setUp(script, options, having(...methods));
    const states = recordAll(watcher, [A, B, C]);
    if (afterMs >= 0) await clock.advance(afterMs);
    expect(operations.open).toBe(open);
    stopAll(states);
    expect(clock.pending).toBe(0);
    await clock.advance(0);
    const { length } = operations.calls;
    expect([clock.pending, operations.open]).toEqual([0, 0]);
    await clock.advance(600_000);
    expect(operations.calls.length).toBe(length);
  });

  it.each(Object.keys(stages))("%s, and comes back: it is looked at again", async (name) => {
    const { script, methods, options = {}, afterMs = 0 } = stages[name] as Stage;
    let isBack = false;
    const back = <T>(answers: readonly T[] = [], then: T): readonly T[] => [
      ...answers.slice(0, -1),
      ((...args: unknown[]) => {
        const answer = isBack ? then : answers.at(-1);
        if (answer instanceof Error) throw answer;
        return typeof answer === "function" ? answer(...args) : answer;
      }) as T,
    ];
    const { clock, operations, watcher } = setUp(
      {
        get: back(script.get, runs) as never,
        list: back<unknown>(script.list, page(running(A), running(B), running(C))) as never,
        wait: back(script.wait, runs as never) as never,
      },
      options,
      having(...methods),
    );
    const states = recordAll(watcher, [A, B, C]);
    if (afterMs >= 0) await clock.advance(afterMs);
    stopAll(states);
    await clock.advance(0);
    isBack = true;
    const again = recordAll(watcher, [A, B, C]);
    await clock.advance(120_000);
    expect(again.map(({ values }) => [values.at(-1)?.type, values.at(-1)?.pollError])).toEqual(
      Array(3).fill(["running", undefined]),
    );
    stopAll(again);
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });
});

describe("a look by list", () => {
  it("goes on for those who stay, and is aborted when the last one leaves", async () => {
    const { clock, operations, watcher } = setUp({ list: [never] }, {}, having("get", "list"));
    const [a, b, c] = recordAll(watcher, [A, B, C]);
    await clock.advance(0);
    a?.stop();
    b?.stop();
    await clock.advance(0);
    expect(operations.open).toBe(1);
    c?.stop();
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
    expect(operations.calls[0]?.options.signal?.aborted).toBe(true);
  });

  it("goes on for those who came meanwhile when the ones before have left", async () => {
    const names = namesOf(4);
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [() => clock.delay(1000).then(() => plenty)] },
      {},
      having("get", "list"),
    );
    const first = recordAll(watcher, names.slice(0, 2));
    await clock.advance(0);
    const second = recordAll(watcher, names.slice(2));
    await clock.advance(0);
    stopAll(first);
    await clock.advance(1000);
    expect(sent(operations)).toEqual({ get: 0, list: 1, wait: 0 });
    expect(second.map(({ values }) => values.at(-1)?.type)).toEqual(["running", "running"]);
    stopAll(second);
    expect(clock.pending).toBe(0);
  });

  it("costs nothing for those who come and go while it is under way", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [never], list: [never] },
      {},
      having("get", "list"),
    );
    for (let time = 0; time < 30; time += 1) {
      const states = recordAll(watcher, [A, B, C]);
      await clock.advance(30);
      stopAll(states);
    }
    expect(operations.calls.length).toBeLessThanOrEqual(4);
    expect(clock.pending).toBe(0);
  });

  it("can be left by all while it tells one of them", async () => {
    const names = namesOf(4);
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [{ ...plenty, nextPageToken: "next" }] },
      {},
      having("get", "list"),
    );
    const states = recordAll(watcher, names.slice(1));
    const subscription = watcher.watch(names[0] ?? "").states.subscribe(() => {
      subscription.unsubscribe();
      stopAll(states);
    });
    await clock.advance(0);
    expect(operations.count("list")).toBe(1);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });
});

it("a list that comes too late is told to nobody who has left", async () => {
  const { clock, watcher } = setUp(
    { get: [runs], list: [() => clock.delay(1000).then(() => page(running(A), running(B)))] },
    {},
    having("get", "list"),
  );
  const [a, b] = recordAll(watcher, [A, B]);
  await clock.advance(500);
  a?.stop();
  await clock.advance(500);
  expect([a?.values.length, b?.values.length]).toEqual([0, 1]);
  expect(watcher.watch(A).state).toBeUndefined();
  b?.stop();
  expect(clock.pending).toBe(0);
});

describe("watch() and watchAll() of the same operations", () => {
  it("cost at most half as much again as the list alone", async () => {
    const names = namesOf(20);
    const list = page(...names.map((name) => running(name)));
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [list] },
      {},
      having("get", "list"),
    );
    const parent = record(watcher.watchAll(PARENT));
    const states = recordAll(watcher, names);
    await clock.advance(120_000);
    const both = operations.calls.length;
    stopAll([parent, ...states]);
    expect(clock.pending).toBe(0);

    const alone = setUp({ get: [runs], list: [list] }, {}, having("get", "list"));
    const only = record(alone.watcher.watchAll(PARENT));
    await alone.clock.advance(120_000);
    only.stop();
    expect(both).toBeLessThanOrEqual(1.5 * alone.operations.calls.length);
  });

  it("cost at most one get for two lists, with a single operation", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [plenty] },
      {},
      having("get", "list"),
    );
    const parent = record(watcher.watchAll(PARENT));
    const states = recordAll(watcher, namesOf(1));
    await clock.advance(120_000);
    expect(sent(operations).get).toBeLessThanOrEqual(0.5 * sent(operations).list);
    stopAll([parent, ...states]);
    expect(clock.pending).toBe(0);
  });

  it("tell the same states", async () => {
    const rows = [page(running(A), running(B)), page(running(A, { progress: 1 }), running(B))];
    const { clock, watcher } = setUp({ get: [runs], list: rows }, {}, having("get", "list"));
    const parent = record(watcher.watchAll(PARENT));
    const [a] = recordAll(watcher, [A, B]);
    await clock.advance(60_000);
    expect(parent.values.at(-1)?.operations.get(A)).toBe(a?.values.at(-1));
    stopAll([parent]);
    a?.stop();
  });
});

it("a look by list is given up once a look at the whole parent has told all that it was for", async () => {
  const rows = page(running(A), running(B));
  const ends = page(succeeded(A, image), succeeded(B, image));
  const { clock, operations, watcher } = setUp(
    { get: [runs], list: [rows, never, ends] },
    {},
    having("get", "list"),
  );
  const states = recordAll(watcher, [A, B]);
  await clock.advance(1100);
  expect(operations.open).toBe(1);
  const parent = record(watcher.watchAll(PARENT));
  await clock.advance(0);
  expect(states.map(({ isComplete }) => isComplete)).toEqual([true, true]);
  parent.stop();
  expect([operations.open, clock.pending]).toEqual([0, 0]);
});
