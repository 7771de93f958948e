import { describe, expect, it } from "vitest";
import { Code, type Operation, RpcError, type WaitOperationRequest } from "../../src/index.ts";
import { cancelled, running, succeeded } from "../../src/testing/index.ts";
import { A, B, image } from "./parent-probe.ts";
import { HELD, having, latest, namesOf, recordAll, sent, stopAll } from "./plan-probe.ts";
import { NAME, never, record, runs, setUp } from "./probe.ts";

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
    const { clock, operations, watcher } = setUp({ get: [runs], wait: [never] }, options, {
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
      { get: [runs], wait: [never] },
      { plan: { ways: ["get", "wait"] } },
    );
    expect(watcher.plan.wait).toBe("used");
    const outcome = record(watcher.watch(NAME).cancellation);
    await clock.advance(10_000);
    expect(sent(operations)).toEqual({ get: 0, list: 0, wait: 1 });
    outcome.stop();
  });

  it("that are answered at once come at the pace of the back-off", async () => {
    const { clock, operations, watcher } = setUp({ get: [runs], wait: [runs] }, {}, HELD);
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
      { get: [runs], wait: [never], cancel: [new RpcError(Code.UNIMPLEMENTED, "no")] },
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
      get: [runs],
      wait: [runs],
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
