import { describe, expect, it } from "vitest";
import { Code, type ListOperationsRequest, RpcError } from "../../src/index.ts";
import { running } from "../../src/testing/index.ts";
import { A, PARENT, page } from "./parent-probe.ts";
import { having, inPages, namesOf, recordAll, sent, stopAll } from "./plan-probe.ts";
import { never, record, runs, setUp } from "./probe.ts";

describe("the budget of a watcher", () => {
  it("is for all its requests: others wait in line", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [never] },
      { budget: { concurrency: 2 } },
      having("get"),
    );
    const states = recordAll(watcher, namesOf(5));
    await clock.advance(0);
    expect(operations.open).toBe(2);
    stopAll(states);
  });

  it.each([{ concurrency: 1 }, { perSecond: 1 }])(
    "%j lets a request to cancel through at once",
    async (budget) => {
      const { clock, operations, watcher } = setUp(
        { get: [never], cancel: [undefined] },
        { budget },
        having("get", "cancel"),
      );
      const states = recordAll(watcher, namesOf(5));
      await clock.advance(0);
      record(watcher.watch(A).cancel()).stop();
      expect(operations.count("cancel")).toBe(1);
      stopAll(states);
    },
  );

  it("counts a request to cancel, for which others wait", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [runs], cancel: [undefined] },
      { budget: { perSecond: 1 } },
      having("get", "cancel"),
    );
    record(watcher.watch(A).cancel()).stop();
    const states = recordAll(watcher, namesOf(1));
    await clock.advance(999);
    expect(operations.count("get")).toBe(0);
    await clock.advance(1);
    expect(operations.count("get")).toBe(1);
    stopAll(states);
  });

  it("keeps to the hint of each operation after RESOURCE_EXHAUSTED", async () => {
    const quota = new RpcError(Code.RESOURCE_EXHAUSTED, "quota", { retryDelayMs: 40_000 });
    const { clock, operations, watcher } = setUp({ get: [quota, quota, runs] }, {}, having("get"));
    const states = recordAll(watcher, namesOf(2));
    await clock.advance(39_999);
    expect(operations.count("get")).toBe(2);
    await clock.advance(1000);
    expect(operations.count("get")).toBe(4);
    stopAll(states);
    expect(clock.pending).toBe(0);
  });

  it("keeps to the hint of an operation even if others are due a little earlier", async () => {
    const [late, ...others] = namesOf(8);
    const busy = new RpcError(Code.UNAVAILABLE, "busy", { retryDelayMs: 62_000 });
    const times: number[] = [];
    const { clock, watcher } = setUp(
      {
        get: [
          ({ name }) => {
            if (name === late && times.push(clock.now()) === 1) throw busy;
            return running(name);
          },
        ],
        // Long enough for all to be looked at every 15 s.
        list: [
          () => page(...(clock.now() < 60_000 ? namesOf(8) : others).map((name) => running(name))),
        ],
      },
      {},
      having("get", "list"),
    );
    const states = recordAll(watcher, namesOf(8));
    await clock.advance(200_000);
    const [first = 0, second = 0] = times;
    expect(second - first).toBe(62_000);
    stopAll(states);
  });

  it("keeps to the hint of an operation even if a list shows it", async () => {
    const busy = new RpcError(Code.UNAVAILABLE, "busy", { retryDelayMs: 62_000 });
    const { clock, operations, watcher } = setUp(
      { get: [busy, runs], list: [page(running(A))] },
      {},
      having("get", "list"),
    );
    const states = record(watcher.watch(A).states);
    await clock.advance(1000);
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(60_999);
    expect([operations.count("get"), states.values.at(-1)?.type]).toEqual([1, "running"]);
    await clock.advance(1);
    expect(operations.count("get")).toBe(2);
    stopAll([states, parent]);
  });

  it("keeps to the hint for a get at once even if another list shows the operation", async () => {
    const quota = new RpcError(Code.RESOURCE_EXHAUSTED, "quota", { retryDelayMs: 60_000 });
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [page(running(A))], wait: [quota] },
      {},
      having("get", "list", "wait"),
    );
    const outcome = record(watcher.watch(A).cancellation);
    await clock.advance(10);
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(59_989);
    expect(operations.count("get")).toBe(0);
    await clock.advance(1);
    expect(operations.count("get")).toBe(1);
    stopAll([outcome, parent]);
  });

  it("leaves room of its own to held waits", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [runs], wait: [never] },
      { budget: { concurrency: 1 } },
      having("get", "wait"),
    );
    const outcomes = namesOf(5).map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(0);
    expect(sent(operations).wait).toBe(5);
    stopAll(outcomes);
  });

  it("is for each page of watchAll(), too", async () => {
    const rows = namesOf(20).map((name) => running(name));
    const { clock, operations, watcher } = setUp(
      { list: [inPages(rows, 1)] },
      { budget: { perSecond: 2 } },
      having("list"),
    );
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(2000);
    expect(operations.count("list")).toBeLessThanOrEqual(6);
    parent.stop();
  });

  it.each([1, 2, 3])(
    "of %i under way at a time is enough for as many lists",
    async (concurrency) => {
      const list = (request: ListOperationsRequest) =>
        inPages(
          namesOf(3, request.name).map((name) => running(name)),
          1,
        )(request);
      const { clock, watcher } = setUp(
        { list: [list] },
        { budget: { concurrency } },
        having("list"),
      );
      const parents = namesOf(concurrency).map((name) => record(watcher.watchAll(name)));
      await clock.advance(0);
      expect(parents.map(({ values }) => values.at(-1)?.operations.size)).toEqual(
        Array(concurrency).fill(3),
      );
      stopAll(parents);
      expect(clock.pending).toBe(0);
    },
  );

  it("gets back the place of a list that is left between two pages", async () => {
    const rows = namesOf(3).map((name) => running(name));
    const { clock, operations, watcher } = setUp(
      { get: [never], list: [inPages(rows, 1)] },
      { budget: { concurrency: 1, perSecond: 1 }, plan: { ways: ["get"] } },
      having("get", "list"),
    );
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(500);
    parent.stop();
    const states = recordAll(watcher, namesOf(2));
    await clock.advance(5000);
    expect([operations.count("list"), operations.open]).toEqual([1, 1]);
    stopAll(states);
    expect(clock.pending).toBe(0);
  });

  it("leaves no look waiting that has an answer: a page is enough for all that it lists", async () => {
    const names = namesOf(3);
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [page(...names.map((name) => running(name)))] },
      { budget: { concurrency: 1 } },
      having("get", "list"),
    );
    const states = recordAll(watcher, names);
    await clock.advance(10_000);
    expect(sent(operations)).toEqual({ get: 0, list: 5, wait: 0 });
    stopAll(states);
    expect(clock.pending).toBe(0);
  });
});
