import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { cancelled, notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, PARENT, page } from "./parent-probe.ts";
import { HELD, LISTED, namesOf, recordAll, stopAll } from "./plan-probe.ts";
import { brief, NAME, record, runs, setUp } from "./probe.ts";

const response = { "@type": "type.googleapis.com/x.Image", id: "a" };

const accepted = undefined;

describe("a refusal", () => {
  const precondition = new RpcError(Code.FAILED_PRECONDITION, "already done");

  it("because the operation had ended: one get finds the outcome", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), succeeded(NAME, response)],
      cancel: [precondition],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(0);
    expect(outcome.values).toEqual([
      { type: "completed", outcome: { type: "succeeded", response } },
    ]);
    expect(brief(states.values)).toEqual(["running", "cancelling.requesting", "done.succeeded"]);
    expect(operations.count("get")).toBe(2);
  });

  it("stands when one get shows the operation alive, and can be asked again", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), running(NAME), running(NAME), cancelled(NAME)],
      cancel: [precondition, accepted],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    const cancellation = record(watch.cancellation);
    await clock.advance(500);
    const first = record(watch.cancel());
    await clock.advance(0);
    expect(first.values).toEqual([{ type: "rejected", error: precondition }]);
    expect(operations.count("get")).toBe(2);
    expect(watch.state).toMatchObject({ type: "running", cancellation: { type: "rejected" } });
    const second = record(watch.cancel());
    await clock.advance(10_000);
    expect(second.values.map(({ type }) => type)).toEqual(["cancelled"]);
    expect(cancellation.values.map(({ type }) => type)).toEqual(["rejected", "cancelled"]);
    expect(cancellation.isComplete).toBe(true);
    expect(brief(states.values)).toEqual([
      "running",
      "cancelling.requesting",
      "running",
      "cancelling.requesting",
      "cancelling.requested",
      "done.cancelled",
    ]);
  });

  it("isn't believed because of a look that began before it", async () => {
    let answerLook = () => {};
    const slow = () =>
      new Promise<ReturnType<typeof running>>((resolve) => {
        answerLook = () => resolve(running(NAME));
      });
    const { clock, watcher } = setUp({
      get: [running(NAME), slow, succeeded(NAME, response)],
      cancel: [precondition],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(1000);
    const outcome = record(watch.cancel());
    await clock.advance(10);
    expect(outcome.values).toEqual([]);
    answerLook();
    await clock.advance(10);
    expect(outcome.values.map(({ type }) => type)).toEqual(["completed"]);
  });

  it("isn't believed because of a look that began while the request was under way", async () => {
    const { clock, watcher } = setUp({
      get: [
        running(NAME),
        () => clock.delay(500).then(() => running(NAME)),
        succeeded(NAME, response),
      ],
      cancel: [() => clock.delay(700).then(() => Promise.reject(precondition))],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(500);
    const outcome = record(watch.cancel());
    await clock.advance(1000);
    expect(outcome.values).toEqual([
      { type: "completed", outcome: { type: "succeeded", response } },
    ]);
  });

  it("stands when contact is lost before it comes, for nobody looks any more", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), new RpcError(Code.PERMISSION_DENIED, "no")],
      cancel: [() => clock.delay(5000).then(() => Promise.reject(precondition))],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(500);
    const cancel = watch.cancel();
    await clock.advance(60_000);
    expect(watch.state).toMatchObject({
      type: "lost",
      reason: "denied",
      cancellation: { type: "rejected", error: precondition },
    });
    expect(record(cancel).values).toEqual([{ type: "rejected", error: precondition }]);
    expect([operations.count("get"), clock.pending]).toEqual([2, 0]);
  });

  it("stays what the attempt led to, however the operation ends", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), running(NAME), succeeded(NAME)],
      cancel: [new RpcError(Code.UNIMPLEMENTED, "no")],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    const cancellation = record(watch.cancellation);
    await clock.advance(500);
    const cancel = watch.cancel();
    await clock.advance(50_000);
    expect(watch.state).toMatchObject({ type: "done", cancellation: { type: "unimplemented" } });
    expect(cancellation.values.map(({ type }) => type)).toEqual(["unimplemented"]);
    expect(record(cancel).values.map(({ type }) => type)).toEqual(["unimplemented"]);
  });

  it("is told as one value for each attempt, even when somebody asks again at once", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), running(NAME), running(NAME), cancelled(NAME)],
      cancel: [precondition, accepted],
    });
    const watch = watcher.watch(NAME);
    const again = watch.cancel().subscribe(() => watch.cancel());
    const cancellation = record(watch.cancellation);
    await clock.advance(50_000);
    expect(cancellation.values.map(({ type }) => type)).toEqual(["rejected", "cancelled"]);
    again.unsubscribe();
  });

  it("by NOT_FOUND of an operation that was started just now is followed by another request", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), running(NAME), cancelled(NAME)],
      cancel: [notFound(NAME), accepted],
    });
    const cancel = record(watcher.watch(running(NAME)).cancel());
    await clock.advance(20_000);
    expect(cancel.values.map(({ type }) => type)).toEqual(["cancelled"]);
    expect(operations.count("cancel")).toBe(2);
  });

  it("is judged even if nobody watches, then nothing goes on", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)], cancel: [precondition] });
    const watch = watcher.watch(NAME);
    watch.cancel();
    await clock.advance(60_000);
    expect(operations.calls.map(({ method }) => method)).toEqual(["cancel", "get"]);
    expect(record(watch.cancel()).values).toEqual([]);
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it("is judged patiently: a look that fails is followed by another", async () => {
    const { clock, operations, watcher } = setUp({
      get: [unavailable(), unavailable(), running(NAME)],
      cancel: [precondition],
    });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(10_000);
    expect(outcome.values).toEqual([{ type: "rejected", error: precondition }]);
    expect(operations.count("get")).toBe(3);
  });

  it.each([
    ["code 12", new RpcError(Code.UNIMPLEMENTED, "no"), "unimplemented"],
    ["a missing route", new RpcError(Code.NOT_FOUND, "HTML", { unrouted: true }), "unimplemented"],
    ["NOT_FOUND of a name that is there", notFound(NAME), "rejected"],
    ["PERMISSION_DENIED", new RpcError(Code.PERMISSION_DENIED, "no"), "rejected"],
  ])("by %s of a running operation is %s", async (_what, error, type) => {
    const { clock, watcher } = setUp({ get: [running(NAME)], cancel: [error] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(0);
    const outcome = record(watch.cancel());
    await clock.advance(0);
    expect(outcome.values).toEqual([{ type, error }]);
    states.stop();
  });

  it("by NOT_FOUND of a name that is gone is gone", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), notFound(NAME)],
      cancel: [notFound(NAME)],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(0);
    const outcome = record(watch.cancel());
    await clock.advance(0);
    expect(outcome.values).toEqual([{ type: "gone" }]);
    expect(watch.state).toMatchObject({ type: "lost", reason: "gone" });
  });

  it("by NOT_FOUND of a name that nobody ever knew is gone", async () => {
    const { clock, watcher } = setUp({ get: [notFound(NAME)], cancel: [notFound(NAME)] });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(10_000);
    expect(outcome.values).toEqual([{ type: "gone" }]);
  });

  it("by NOT_FOUND again of a name that was found meanwhile stands", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME)],
      cancel: [notFound(NAME)],
    });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(10_000);
    expect(outcome.values).toEqual([{ type: "rejected", error: notFound(NAME) }]);
    expect(operations.count("cancel")).toBe(2);
  });

  it("by NOT_FOUND of a name that was too new is followed by another request", async () => {
    const { clock, operations, watcher } = setUp({
      get: [notFound(NAME), running(NAME), cancelled(NAME)],
      cancel: [notFound(NAME), accepted],
    });
    const outcome = record(watcher.watch(NAME).cancel());
    await clock.advance(10_000);
    expect(outcome.values.map(({ type }) => type)).toEqual(["cancelled"]);
    expect(operations.count("cancel")).toBe(2);
  });
});

describe("a refusal is judged by get even if the first get fails", () => {
  const refused = new RpcError(Code.FAILED_PRECONDITION, "no");
  it("where the service has wait", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [unavailable(), runs],
        wait: [({ name, timeoutMs }) => clock.delay(timeoutMs ?? 0).then(() => running(name))],
        cancel: [refused],
      },
      {},
      HELD,
    );
    const outcome = record(watcher.watch(A).cancel());
    await clock.advance(120_000);
    expect(outcome.values).toMatchObject([{ type: "rejected" }]);
    outcome.stop();
    expect([operations.open, clock.pending]).toEqual([0, 0]);
  });

  it("where the service has list", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [unavailable(), runs],
        list: [page(running(A), running(B), running(C))],
        cancel: [refused],
      },
      {},
      LISTED,
    );
    const states = recordAll(watcher, [A, B, C]);
    await clock.advance(500);
    const outcome = record(watcher.watch(A).cancel());
    await clock.advance(600_000);
    expect(outcome.values).toMatchObject([{ type: "rejected" }]);
    stopAll([outcome, ...states]);
    expect([operations.open, clock.pending]).toEqual([0, 0]);
  });

  it("while operations are started all the time, and lists for them show it", async () => {
    const names = namesOf(20);
    const { clock, operations, watcher } = setUp(
      {
        get: [unavailable(), runs],
        list: [page(running(A), ...names.map((name) => running(name)))],
        cancel: [refused],
      },
      {},
      LISTED,
    );
    const outcome = record(watcher.watch(A).cancel());
    const states = [];
    for (let at = 0; at < names.length; at += 2) {
      states.push(...recordAll(watcher, names.slice(at, at + 2)));
      await clock.advance(500);
    }
    expect(outcome.values).toMatchObject([{ type: "rejected" }]);
    expect(operations.count("list")).toBeGreaterThanOrEqual(10);
    stopAll([outcome, ...states]);
  });

  it("while looks at the parent show the operation all the time", async () => {
    const { clock, watcher } = setUp(
      {
        get: [...Array(9).fill(unavailable()), runs],
        list: [page(running(A))],
        cancel: [refused],
      },
      {},
      LISTED,
    );
    const first = record(watcher.watchAll(PARENT));
    await clock.advance(67_000);
    const second = record(watcher.watchAll(PARENT, { filter: "x" }));
    await clock.advance(300_000);
    const outcome = record(watcher.watch(A).cancel());
    await clock.advance(3_000_000);
    expect(outcome.values).toMatchObject([{ type: "rejected" }]);
    stopAll([first, second]);
  });
});
