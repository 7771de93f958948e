import { describe, expect, it } from "vitest";
import { Code, type Operation, RpcError, type WaitOperationRequest } from "../../src/index.ts";
import { cancelled, notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image } from "./parent-probe.ts";
import { HELD, having, latest, namesOf, never, recordAll, sent, stopAll } from "./plan-probe.ts";
import { NAME, record, setUp } from "./probe.ts";

const get = ({ name }: { readonly name: string }) => running(name);

/** A service that holds a wait until the operation ends at a time, or for as long as it was asked to. */
function holding(endsAtMs = Number.POSITIVE_INFINITY, options: Parameters<typeof setUp>[1] = {}) {
  const now = (name: string): Operation => {
    const time = set.clock.now();
    const metadata = { progress: Math.min(1, time / 1_000_000) };
    return { ...(time < endsAtMs ? running(name) : succeeded(name, image)), metadata };
  };
  const wait = async (
    { name, timeoutMs = 0 }: WaitOperationRequest,
    { signal }: { readonly signal?: AbortSignal },
  ) => {
    await set.clock.delay(Math.min(timeoutMs, Math.max(0, endsAtMs - set.clock.now())), signal);
    return now(name);
  };
  const set = setUp({ get: [({ name }) => now(name)], wait: [wait] }, options, HELD);
  return set;
}

describe("looks by wait", () => {
  it("tell the end when it happens, by one held request at a time", async () => {
    const { clock, operations, watcher } = holding(60_123);
    const outcome = watcher.watch(NAME).outcome();
    await clock.advance(60_123);
    expect(await outcome).toEqual({ type: "succeeded", response: image });
    expect(sent(operations)).toEqual({ get: 0, list: 0, wait: 3 });
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("show progress at the pace of the back-off to subscribers of the states", async () => {
    const { clock, operations, watcher } = holding(30_456);
    const states = record(watcher.watch(NAME).states);
    await clock.advance(30_455);
    expect(states.values.length).toBeGreaterThanOrEqual(6);
    expect(sent(operations).get).toBe(1);
    await clock.advance(1);
    expect(states.values.at(-1)?.type).toBe("done");
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("show a state soon to a subscriber that comes while one is held for its outcome", async () => {
    const { clock, watcher } = holding();
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(100);
    const states = record(watcher.watch(NAME).states);
    await clock.advance(1000);
    expect(states.values.length).toBeGreaterThan(0);
    await clock.advance(10_000);
    expect(states.values.length).toBeGreaterThan(2);
    stopAll([outcome, states]);
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it("are made for as many as may be held, and for none when more are watched", async () => {
    const { clock, operations, watcher } = holding(Number.POSITIVE_INFINITY, {
      plan: { maxHeld: 3 },
    });
    const outcomes = namesOf(3).map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(0);
    expect([operations.open, sent(operations).wait]).toEqual([3, 3]);
    outcomes.push(record(watcher.watch(NAME).cancellation));
    await clock.advance(60_000);
    expect(sent(operations).wait).toBe(3);
    expect(sent(operations).get).toBeGreaterThan(4);
    outcomes.pop()?.stop();
    await clock.advance(15_000);
    expect(sent(operations).wait).toBe(6);
    stopAll(outcomes);
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("are made for none when more are watched, however many have ended before", async () => {
    const [first, others] = [namesOf(3), namesOf(4, "projects/q")];
    const { clock, operations, watcher } = setUp(
      { get: [({ name }) => (first.includes(name) ? succeeded(name, image) : running(name))] },
      { plan: { maxHeld: 3 } },
      HELD,
    );
    const states = recordAll(watcher, first);
    await clock.advance(0);
    expect(latest(states)).toEqual(["done", "done", "done"]);
    const outcomes = others.map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(1000);
    expect(sent(operations)).toEqual({ get: 11, list: 0, wait: 0 });
    stopAll(outcomes);
  });

  it.each([
    ["the service isn't known to have them", {}, { methods: undefined }],
    ["the service doesn't have them", {}, having("get", "cancel")],
    ["the plan leaves them out", { plan: { ways: ["get"] as const } }, HELD],
    ["none may be held", { plan: { maxHeld: 0 } }, HELD],
  ])("aren't made when %s", async (_when, options, facts) => {
    const { clock, operations, watcher } = setUp({ get: [get], wait: [never] }, options, {
      ...HELD,
      ...facts,
    } as typeof HELD);
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(10_000);
    expect(sent(operations)).toEqual({ get: 5, list: 0, wait: 0 });
    outcome.stop();
  });

  it("are made where the plan names them and the service tells nothing of them", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [get], wait: [never] },
      { plan: { ways: ["get", "wait"] } },
    );
    expect(watcher.plan.wait).toBe("used");
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(10_000);
    expect(sent(operations)).toEqual({ get: 0, list: 0, wait: 1 });
    outcome.stop();
  });

  it("that are answered at once come at the pace of the back-off", async () => {
    const { clock, operations, watcher } = setUp({ get: [get], wait: [get] }, {}, HELD);
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(10_000);
    expect(sent(operations)).toEqual({ get: 0, list: 0, wait: 5 });
    outcome.stop();
    expect(clock.pending).toBe(0);
  });

  it("have an end without a result settled by one get", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [succeeded(NAME, image)], wait: [succeeded(NAME)] },
      {},
      HELD,
    );
    const outcome = watcher.watch(NAME).outcome();
    await clock.advance(0);
    expect(await outcome).toEqual({ type: "succeeded", response: image });
    expect(sent(operations)).toEqual({ get: 1, list: 0, wait: 1 });
    expect(clock.pending).toBe(0);
  });

  it.each([0, 1, 5])("end when the subscriber leaves, after %i looks", async (looks) => {
    const { clock, operations, watcher } = holding();
    const states = recordAll(watcher, [A, B]);
    await clock.advance(looks * 1000);
    states[0]?.stop();
    await clock.advance(0);
    expect(operations.open).toBe(looks === 0 ? 0 : 1);
    stopAll(states);
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });
});

describe("waits that the service doesn't have", () => {
  it.each([
    ["UNIMPLEMENTED", new RpcError(Code.UNIMPLEMENTED, "no wait")],
    ["501", new RpcError(Code.UNIMPLEMENTED, "no wait", { httpStatus: 501 })],
    ["405", new RpcError(Code.UNIMPLEMENTED, "no POST", { httpStatus: 405, unrouted: true })],
    ["no route", new RpcError(Code.NOT_FOUND, "Not Found", { httpStatus: 404, unrouted: true })],
  ])("are given up once for all operations, and none notices: %s", async (_which, error) => {
    const { clock, operations, watcher } = setUp({ get: [get], wait: [error] }, {}, HELD);
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
    const { clock, operations, watcher } = setUp({ get: [get], wait: [answer] }, {}, HELD);
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
    const { clock, operations, watcher } = setUp({ get: [get], wait: [unavailable()] }, {}, HELD);
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
        get: [get],
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
      { get: [get], wait: [unavailable(60_000), never] },
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

describe("a cancellation while a wait is held", () => {
  it("that is refused is judged by a get at once", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [succeeded(NAME, image)],
        wait: [never],
        cancel: [new RpcError(Code.FAILED_PRECONDITION, "ended")],
      },
      {},
      HELD,
    );
    const watch = watcher.watch(NAME);
    const outcome = watch.outcome();
    await clock.advance(100);
    const cancel = record(watch.cancel());
    await clock.advance(0);
    expect(cancel.values).toMatchObject([{ type: "completed" }]);
    expect(await outcome).toMatchObject({ response: image });
    expect(sent(operations)).toEqual({ get: 1, list: 0, wait: 1 });
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("that is refused for an operation that lives lets it be waited for again", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [get], wait: [never], cancel: [new RpcError(Code.UNIMPLEMENTED, "no")] },
      {},
      HELD,
    );
    const watch = watcher.watch(NAME);
    const states = record(watch.cancellation);
    await clock.advance(100);
    void watch.cancel();
    await clock.advance(0);
    expect(states.values).toMatchObject([{ type: "unimplemented" }]);
    await clock.advance(2000);
    expect(sent(operations)).toEqual({ get: 1, list: 0, wait: 2 });
    states.stop();
    await clock.advance(0);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("that is accepted shows the end when it happens", async () => {
    const { clock, operations, watcher } = setUp(
      {
        wait: [({ name }) => clock.delay(20_000).then(() => cancelled(name))],
        cancel: [undefined],
      },
      {},
      HELD,
    );
    const cancel = record(watcher.watch(NAME).cancel());
    await clock.advance(20_000);
    expect(cancel.values).toMatchObject([{ type: "cancelled" }]);
    expect(sent(operations)).toEqual({ get: 0, list: 0, wait: 1 });
    expect(clock.pending).toBe(0);
  });
});

it("waits, lists and gets are chosen anew for each look", async () => {
  const names = namesOf(4);
  const { clock, operations, watcher } = setUp(
    {
      get: [get],
      wait: [get],
      list: [{ operations: names.map((name) => running(name)) }],
    },
    { plan: { maxHeld: 2 } },
    having("get", "list", "wait", "cancel"),
  );
  const first = recordAll(watcher, names.slice(0, 2));
  await clock.advance(5000);
  // First seen by list, then waited for.
  const before = sent(operations);
  expect(before.wait).toBeGreaterThan(2);
  const others = recordAll(watcher, names.slice(2));
  await clock.advance(60_000);
  expect(sent(operations).wait).toBeLessThanOrEqual(before.wait + 2);
  expect(sent(operations).list).toBeGreaterThan(before.list + 2);
  stopAll(others);
  await clock.advance(60_000);
  expect(sent(operations).wait).toBeGreaterThan(before.wait + 4);
  expect(latest(first)).toEqual(["running", "running"]);
  stopAll(first);
  expect(clock.pending).toBe(0);
});
