import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { running, succeeded } from "../../src/testing/index.ts";
import { A, B, C, image, PARENT, page } from "./parent-probe.ts";
import { having, LISTED, recordAll, stopAll } from "./plan-probe.ts";
import { NAME, record, runs, setUp } from "./probe.ts";

describe("counters", () => {
  it("are all 0 before anything was done", () => {
    expect(setUp({}).watcher.counters).toEqual({
      requests: { get: 0, list: 0, wait: 0, cancel: 0 },
      looks: { get: 0, list: 0, wait: 0 },
      downgrades: 0,
      lagMs: { count: 0, sum: 0, max: 0 },
    });
  });

  it("tell each request that was sent, by method", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [runs], list: [page(running(A), running(B))], cancel: [undefined] },
      {},
      having("get", "list", "cancel"),
    );
    const states = [...recordAll(watcher, [A, B, C]), record(watcher.watchAll(PARENT))];
    record(watcher.watch(A).cancel()).stop();
    await clock.advance(30_000);
    const { requests } = watcher.counters;
    expect(requests).toEqual({
      get: operations.count("get"),
      list: operations.count("list"),
      wait: 0,
      cancel: operations.count("cancel"),
    });
    stopAll(states as never);
  });

  it("tell how many operations were looked at, by way", async () => {
    const { clock, watcher } = setUp(
      { get: [runs], list: [page(running(A), running(B))] },
      {},
      having("get", "list"),
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(0);
    expect(watcher.counters).toMatchObject({
      requests: { get: 1, list: 1 },
      looks: { get: 1, list: 2, wait: 0 },
    });
    stopAll(states);
  });

  it("tell looks by wait", async () => {
    const { clock, watcher } = setUp({ get: [runs], wait: [runs] }, {}, having("get", "wait"));
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(1000);
    expect(watcher.counters).toMatchObject({
      requests: { get: 0, wait: 2 },
      looks: { get: 0, wait: 2 },
    });
    outcome.stop();
  });

  it("are a copy", () => {
    const { watcher } = setUp({});
    const before = watcher.counters;
    record(watcher.watch(NAME).cancel()).stop();
    expect(before.requests.cancel).toBe(0);
    expect(watcher.counters.requests.cancel).toBe(1);
  });

  it("tell each way that was given up once", async () => {
    const no = new RpcError(Code.UNIMPLEMENTED, "no");
    const { clock, watcher } = setUp(
      { get: [runs], list: [no], wait: [no] },
      { plan: { maxHeld: 2 } },
      having("get", "list", "wait"),
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(60_000);
    expect(watcher.counters.downgrades).toBe(1);
    states.pop()?.stop();
    await clock.advance(60_000);
    expect(watcher.counters.downgrades).toBe(2);
    expect(watcher.plan).toEqual({ wait: "refused", lists: new Map([[PARENT, "refused"]]) });
    stopAll(states);
  });

  it("tell how late ends were detected, where the metadata says when they were", async () => {
    const end = (name: string, endTime: string) => ({
      ...succeeded(name, image),
      metadata: { "@type": "x", endTime },
    });
    const ends: Record<string, string> = {
      [A]: "1970-01-01T00:00:00.400Z",
      [B]: "1970-01-01T00:00:00.900Z",
      [C]: "soon",
    };
    const { clock, watcher } = setUp({
      get: [runs, runs, runs, ({ name }) => end(name, ends[name] ?? "")],
    });
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(1000);
    expect(states.every(({ isComplete }) => isComplete)).toBe(true);
    expect(watcher.counters.lagMs).toEqual({ count: 2, sum: 700, max: 600 });
  });

  it("tell no lag of operations that had ended before, and none below 0 where clocks differ", async () => {
    const ended = (name: string, endTime: string) => ({
      ...succeeded(name, image),
      metadata: { "@type": "x", endTime },
    });
    const early = ended(A, "1969-12-31T23:59:59Z");
    const future = ended(B, "1970-01-01T00:01:00Z");
    const { clock, watcher } = setUp({ list: [page(early, future)] }, {}, LISTED);
    const all = record(watcher.watchAll(PARENT).deltas);
    await clock.advance(500);
    expect(watcher.counters.lagMs).toEqual({ count: 1, sum: 0, max: 0 });
    expect(watcher.counters.looks).toEqual({ get: 0, list: 2, wait: 0 });
    all.stop();
  });
});
