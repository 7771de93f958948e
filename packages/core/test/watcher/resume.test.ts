import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { cancelled, running, succeeded } from "../../src/testing/index.ts";
import { image } from "./parent-probe.ts";
import { NAME, never, record, setUp } from "./probe.ts";

const SERVICE = { service: "https://example.com/v1" };
const TOKEN = { version: 1, service: SERVICE.service, name: NAME };
const DEADLINE = { time: "1970-01-01T00:01:00.000Z", onDeadline: "detach", graceMs: 30_000 };

/** A token as it comes out of a file. */
const stored = (watch: { toJSON(): unknown }) => JSON.parse(JSON.stringify(watch));

describe("toJSON()", () => {
  it("tells the version, the service and the name, and nothing that the service answered", async () => {
    const { clock, watcher } = setUp(
      { get: [running(NAME, { secret: "x" }), succeeded(NAME, image)] },
      {},
      SERVICE,
    );
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    expect(stored(watch)).toEqual(TOKEN);
    await clock.advance(0);
    expect(stored(watch)).toEqual(TOKEN);
    await clock.advance(1000);
    expect(states.isComplete).toBe(true);
    expect(stored(watch)).toEqual(TOKEN);
  });

  it("tells that a service has no name", () => {
    const { watcher } = setUp({});
    expect(stored(watcher.watch(NAME))).toEqual({ ...TOKEN, service: null });
  });

  it("throws a TypeError until a promised operation has a name, and when it never gets one", async () => {
    const { watcher } = setUp({});
    const watch = watcher.watch(Promise.resolve(NAME));
    expect(() => watch.toJSON()).toThrow(TypeError);
    await Promise.resolve();
    expect(stored(watch).name).toBe(NAME);
    const none = watcher.watch(Promise.reject(new Error("no")));
    await Promise.resolve();
    expect(() => none.toJSON()).toThrow(TypeError);
  });

  it("tells the deadline as a time, the same whenever it is asked", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)] }, {}, SERVICE);
    const watch = watcher.watch(NAME, { deadlineMs: 60_000 });
    expect(stored(watch)).toEqual({ ...TOKEN, deadline: DEADLINE });
    await clock.advance(20_000);
    expect(stored(watch)).toEqual({ ...TOKEN, deadline: DEADLINE });
  });

  it("tells no deadline that has passed", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)] }, {}, SERVICE);
    const watch = watcher.watch(NAME, { deadlineMs: 60_000 });
    record(watch.states);
    await clock.advance(60_000);
    expect(stored(watch)).toEqual(TOKEN);
  });

  it.each([Number.POSITIVE_INFINITY, Number.MAX_VALUE, 9e15])(
    "can tell a deadline after %d ms, or none",
    (deadlineMs) => {
      const { watcher } = setUp({}, {}, SERVICE);
      expect(stored(watcher.watch(NAME, { deadlineMs }))).toMatchObject(TOKEN);
    },
  );

  it("tells that a cancellation is open, and not one that is settled", async () => {
    const { clock, watcher } = setUp(
      { get: [running(NAME), running(NAME), cancelled(NAME)], cancel: [undefined] },
      {},
      SERVICE,
    );
    const watch = watcher.watch(NAME);
    const cancel = record(watch.cancel());
    expect(stored(watch)).toEqual({ ...TOKEN, cancelling: true });
    await clock.advance(10_000);
    expect(cancel.values).toMatchObject([{ type: "cancelled" }]);
    expect(stored(watch)).toEqual(TOKEN);
  });

  it("tells that a cancellation is open whose end nobody saw, since contact was lost", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, watcher } = setUp(
      { get: [running(NAME), denied], cancel: [undefined] },
      {},
      SERVICE,
    );
    const watch = watcher.watch(NAME);
    const cancel = record(watch.cancel());
    await clock.advance(10_000);
    expect(cancel.values).toEqual([{ type: "unconfirmed", reason: "lost" }]);
    expect(stored(watch)).toEqual({ ...TOKEN, cancelling: true });
  });
});

describe("resume()", () => {
  it("goes on watching in another process", async () => {
    const first = setUp({ get: [running(NAME)] }, {}, SERVICE);
    const token = stored(first.watcher.watch(NAME));
    const { clock, watcher } = setUp({ get: [succeeded(NAME, image)] }, {}, SERVICE);
    const outcome = watcher.resume(token, { response: ({ id }) => id }).outcome();
    await clock.advance(0);
    expect(await outcome).toEqual({ type: "succeeded", response: "i" });
  });

  it("requests nothing until somebody subscribes", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] }, {}, SERVICE);
    watcher.resume({ ...TOKEN, deadline: DEADLINE });
    await clock.advance(100_000);
    expect([operations.calls.length, clock.pending]).toEqual([0, 0]);
  });

  it.each([0, 5])("gives the same token again, with a grace of %i ms", (graceMs) => {
    const { watcher } = setUp({ cancel: [never] }, {}, SERVICE);
    const token = {
      ...TOKEN,
      cancelling: true,
      deadline: { ...DEADLINE, onDeadline: "cancel", graceMs },
    };
    expect(stored(watcher.resume(token))).toEqual(token);
  });

  it("sends a cancellation again if it was open", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [cancelled(NAME)], cancel: [undefined] },
      {},
      SERVICE,
    );
    const watch = watcher.resume({ ...TOKEN, cancelling: true });
    const cancellation = record(watch.cancellation);
    await clock.advance(5000);
    expect(operations.count("cancel")).toBe(1);
    expect(cancellation.values).toMatchObject([{ type: "cancelled" }]);
    expect(clock.pending).toBe(0);
  });

  it("keeps to the deadline, however long nobody watched", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)] }, {}, SERVICE);
    await clock.advance(45_000);
    const states = record(watcher.resume({ ...TOKEN, deadline: DEADLINE }).states);
    await clock.advance(14_999);
    expect(states.isComplete).toBe(false);
    await clock.advance(1);
    expect(states.isComplete).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("ends at once what is resumed after its deadline", async () => {
    const { clock, operations, watcher } = setUp({ get: [never] }, {}, SERVICE);
    await clock.advance(90_000);
    const states = record(watcher.resume({ ...TOKEN, deadline: DEADLINE }).states);
    await clock.advance(1);
    expect(states.isComplete).toBe(true);
    expect([clock.pending, operations.open]).toEqual([0, 0]);
  });

  it("gives a cancellation at the deadline what is left of its grace", async () => {
    const script = { get: [running(NAME)], cancel: [undefined] };
    const first = setUp(script, {}, SERVICE);
    const watch = first.watcher.watch(NAME, { deadlineMs: 60_000, onDeadline: "cancel" });
    record(watch.states);
    await first.clock.advance(70_000);
    const token = stored(watch);
    const deadline = { ...DEADLINE, onDeadline: "cancel", graceMs: 20_000 };
    expect(token).toEqual({ ...TOKEN, cancelling: true, deadline });

    const { clock, watcher } = setUp(script, {}, SERVICE);
    await clock.advance(70_000);
    const states = record(watcher.resume(token).states);
    await clock.advance(19_999);
    expect(states.isComplete).toBe(false);
    await clock.advance(1);
    expect(states.isComplete).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a string", JSON.stringify(TOKEN)],
    ["a number", 1],
    ["an array", [TOKEN]],
    ["an empty object", {}],
    ["an operation", running(NAME)],
    ["no version", { ...TOKEN, version: undefined }],
    ["a later version", { ...TOKEN, version: 2 }],
    ["a version that is a string", { ...TOKEN, version: "1" }],
    ["another service", { ...TOKEN, service: "https://example.org" }],
    ["no service", { ...TOKEN, service: null }],
    ["no name", { ...TOKEN, name: undefined }],
    ["an empty name", { ...TOKEN, name: "" }],
    ["a name that is a URL", { ...TOKEN, name: `https://example.com/v1/${NAME}` }],
    ["a name that leads elsewhere", { ...TOKEN, name: "../x" }],
    ["a deadline that is null", { ...TOKEN, deadline: null }],
    ["a deadline that is a number", { ...TOKEN, deadline: 60_000 }],
    ["a deadline without a time", { ...TOKEN, deadline: { ...DEADLINE, time: undefined } }],
    ["a deadline at no time", { ...TOKEN, deadline: { ...DEADLINE, time: "soon" } }],
    ["a deadline that is a year", { ...TOKEN, deadline: { ...DEADLINE, time: "2026" } }],
    [
      "a deadline at a local time",
      { ...TOKEN, deadline: { ...DEADLINE, time: "2026-01-01T00:00:00" } },
    ],
    ["a version that can't be shown", { ...TOKEN, version: { toString: 1, valueOf: 1 } }],
    [
      "a deadline with something odd to do",
      { ...TOKEN, deadline: { ...DEADLINE, onDeadline: "explode" } },
    ],
    ["a deadline with a negative grace", { ...TOKEN, deadline: { ...DEADLINE, graceMs: -1 } }],
    [
      "a deadline with a grace that is null",
      { ...TOKEN, deadline: { ...DEADLINE, graceMs: null } },
    ],
    ["a wish to cancel that is none", { ...TOKEN, cancelling: "no" }],
  ])(
    "throws a TypeError that says what is wrong with %s, and asks nothing",
    async (_which, token) => {
      const { clock, operations, watcher } = setUp({}, {}, SERVICE);
      const resume = () => watcher.resume(token);
      expect(resume).toThrow(TypeError);
      expect(resume).toThrow(/^resume: /);
      await clock.advance(1000);
      expect(operations.calls).toEqual([]);
    },
  );

  it("names both services and both versions", () => {
    const { watcher } = setUp({}, {}, SERVICE);
    expect(() => watcher.resume({ ...TOKEN, service: "https://example.org" })).toThrow(
      '"https://example.org", but this watcher watches "https://example.com/v1"',
    );
    expect(() => setUp({}).watcher.resume(TOKEN)).toThrow(
      '"https://example.com/v1", but this watcher watches a service without a name',
    );
    expect(() => watcher.resume({ ...TOKEN, version: 7 })).toThrow(/version 7.* 1 /);
    expect(() => watcher.resume({ ...TOKEN, version: "1" })).toThrow(/version "1".* 1 /);
  });

  it("asks for the token of a watch when it is given the watch", () => {
    const { watcher } = setUp({}, {}, SERVICE);
    expect(() => watcher.resume(watcher.watch(NAME))).toThrow("watch.toJSON()");
  });

  it("takes a token whose grace was infinite", async () => {
    const { watcher } = setUp({}, {}, SERVICE);
    const endless = { deadlineMs: 60_000, onDeadline: "cancel", graceMs: Infinity } as const;
    const token = stored(watcher.watch(NAME, endless));
    expect(stored(watcher.resume(token))).toEqual(token);
  });
});
