import { describe, expect, it } from "vitest";
import { Code, RpcError, type WaitOperationRequest } from "../../src/index.ts";
import { notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image } from "./parent-probe.ts";
import { HELD, namesOf, recordAll, sent, stopAll } from "./plan-probe.ts";
import { NAME, never, record, runs, setUp } from "./probe.ts";

describe("waits that the service doesn't have", () => {
  it.each([
    ["UNIMPLEMENTED", new RpcError(Code.UNIMPLEMENTED, "no wait")],
    ["501", new RpcError(Code.UNIMPLEMENTED, "no wait", { httpStatus: 501 })],
    ["405", new RpcError(Code.UNIMPLEMENTED, "no POST", { httpStatus: 405, unrouted: true })],
    ["no route", new RpcError(Code.NOT_FOUND, "Not Found", { httpStatus: 404, unrouted: true })],
  ])("are given up once for all operations, and none notices: %s", async (_which, error) => {
    const { clock, operations, watcher } = setUp({ get: [runs], wait: [error] }, {}, HELD);
    const outcomes = [A, B, C].map((name) => record(watcher.watch(name).cancellation));
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(60_000);
    expect(watcher.plan.wait).toBe("refused");
    expect(watcher.counters.downgrades).toBe(1);
    expect(sent(operations).wait).toBeLessThanOrEqual(3);
    expect(
      states.every(({ values }) => values.every(({ pollError }) => pollError === undefined)),
    ).toBe(true);
    const late = record(watcher.watch(NAME).cancellation);
    await clock.advance(1000);
    expect(sent(operations).wait).toBeLessThanOrEqual(3);
    stopAll([...outcomes, ...states, late]);
    expect(clock.pending).toBe(0);
  });
});

describe("waits that fail for now", () => {
  it.each([
    ["UNAVAILABLE", unavailable()],
    ["a connection that is cut", new Error("socket hang up")],
    ["DEADLINE_EXCEEDED", new RpcError(Code.DEADLINE_EXCEEDED, "still running")],
    ["INVALID_ARGUMENT", new RpcError(Code.INVALID_ARGUMENT, "timeout too long")],
    ["PERMISSION_DENIED", new RpcError(Code.PERMISSION_DENIED, "no waiting for you")],
    ["NOT_FOUND", notFound(NAME)],
    ["an answer that is no operation", "odd" as never],
  ])("are settled by get, without a poll error: %s", async (_which, answer) => {
    const { clock, operations, watcher } = setUp({ get: [runs], wait: [answer] }, {}, HELD);
    const states = record(watcher.watch(NAME).states);
    await clock.advance(600_000);
    expect(states.values.map(({ type, pollError }) => [type, pollError])).toEqual([
      ["running", undefined],
    ]);
    expect(sent(operations).get).toBeGreaterThan(40);
    states.stop();
    expect(clock.pending).toBe(0);
  });

  it("tell the end that the get finds", async () => {
    const { clock, watcher } = setUp(
      { get: [succeeded(NAME, image)], wait: [unavailable()] },
      {},
      HELD,
    );
    const outcome = watcher.watch(NAME).outcome();
    await clock.advance(0);
    expect(await outcome).toMatchObject({ response: image });
  });

  it("tell that it is gone when the get says so", async () => {
    const { clock, watcher } = setUp(
      { get: [running(NAME), notFound(NAME)], wait: [notFound(NAME)] },
      {},
      HELD,
    );
    const states = record(watcher.watch(NAME).states);
    await clock.advance(10_000);
    expect(states.values.at(-1)).toMatchObject({ type: "lost", reason: "gone" });
    expect(clock.pending).toBe(0);
  });

  it("don't become requests at the pace of the failures", async () => {
    const { clock, operations, watcher } = setUp({ get: [runs], wait: [unavailable()] }, {}, HELD);
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(600_000);
    expect(sent(operations).get).toBeLessThanOrEqual(50);
    expect(sent(operations).wait).toBeLessThanOrEqual(8);
    outcome.stop();
  });

  it("rest for a while only, when one cut connection held many of them", async () => {
    const names = namesOf(20);
    const set = setUp(
      {
        get: [runs],
        wait: [
          async ({ timeoutMs }, { signal }) => {
            if (set.clock.now() < 5000) {
              await set.clock.delay(5000 - set.clock.now(), signal);
              throw unavailable();
            }
            await set.clock.delay(timeoutMs ?? 0, signal);
            return running(NAME);
          },
        ],
      },
      {},
      HELD,
    );
    const { clock, operations, watcher } = set;
    const outcomes = names.map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(300_000);
    expect(watcher.plan.wait).toBe("used");
    expect(watcher.counters.downgrades).toBeLessThanOrEqual(1);
    expect(operations.open).toBe(20);
    stopAll(outcomes);
  });

  it.each([
    ["501", new RpcError(Code.UNIMPLEMENTED, "no wait", { httpStatus: 501 })],
    ["no route", new RpcError(Code.NOT_FOUND, "Not Found", { httpStatus: 404, unrouted: true })],
  ])("rest for a while only, where waits were answered before: %s", async (_which, error) => {
    const set = setUp(
      {
        get: [runs],
        wait: [
          async ({ name, timeoutMs }, { signal }) => {
            const isAway = set.clock.now() > 60_000 && set.clock.now() < 90_000;
            if (isAway) throw error;
            await set.clock.delay(timeoutMs ?? 0, signal);
            return running(name);
          },
        ],
      },
      {},
      HELD,
    );
    const { clock, operations, watcher } = set;
    const outcomes = [A, B, C].map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(3_600_000);
    expect(watcher.plan.wait).toBe("used");
    expect(operations.open).toBe(3);
    stopAll(outcomes);
  });

  it("aren't left alone for operations that are gone", async () => {
    const { clock, watcher } = setUp(
      {
        get: [({ name }) => Promise.reject(notFound(name))],
        wait: [({ name }) => Promise.reject(notFound(name))],
      },
      { notFoundGraceMs: 0 },
      HELD,
    );
    for (const name of namesOf(5)) {
      watcher
        .watch(name)
        .outcome()
        .catch(() => {});
      await clock.advance(1000);
    }
    expect([watcher.plan.wait, watcher.counters.downgrades]).toEqual(["used", 0]);
  });

  it("aren't left alone when every other one is answered", async () => {
    const now = ({ name, timeoutMs }: WaitOperationRequest) =>
      clock.delay(timeoutMs ?? 0).then(() => running(name));
    const { clock, watcher } = setUp(
      { get: [runs], wait: [unavailable(), now, unavailable(), now, unavailable(), now] },
      {},
      HELD,
    );
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(300_000);
    expect([watcher.plan.wait, watcher.counters.downgrades]).toEqual(["used", 0]);
    outcome.stop();
  });

  it("give the poll error when the service can't be reached", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [unavailable()], wait: [unavailable()] },
      {},
      HELD,
    );
    const states = record(watcher.watch(NAME).states);
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(330_000);
    expect(states.values.at(-1)).toMatchObject({ type: "lost", reason: "unreachable" });
    expect([clock.pending, operations.open]).toEqual([0, 0]);
    stopAll([states, outcome]);
  });

  it("keep to what the service asks for", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [runs], wait: [unavailable(60_000), never] },
      {},
      HELD,
    );
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(59_999);
    expect(sent(operations)).toEqual({ get: 0, list: 0, wait: 1 });
    await clock.advance(1);
    expect(sent(operations).get).toBe(1);
    outcome.stop();
  });
});
