import { first } from "rxjs";
import { describe, expect, it } from "vitest";
import { Code, type Operation, RpcError } from "../../src/index.ts";
import { cancelled, notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { brief, NAME, record, setUp } from "./probe.ts";

const response = { "@type": "type.googleapis.com/x.Image", id: "a" };

describe("watch() of a name", () => {
  it.each([
    ["", 'watch: the operation name "" is empty'],
    ["/v1/projects/p", 'watch: the operation name "/v1/projects/p" begins with "/"; leave it out'],
    ["a/../b", 'watch: the operation name "a/../b" has a "." or ".." segment'],
    ["a?b=c", 'watch: the operation name "a?b=c" has a query or a fragment; pass the name alone'],
    ["a\u0000", 'watch: the operation name "a\\u0000" has a control character'],
  ])("refuses %j", (name, message) => {
    const { watcher } = setUp({});
    expect(() => watcher.watch(name)).toThrow(new TypeError(message));
  });

  it("requests nothing until somebody subscribes", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    expect(watcher.watch(NAME).name).toBe(NAME);
    await clock.advance(60_000);
    expect([operations.calls, clock.pending]).toEqual([[], 0]);
  });
});

describe("watch() of an operation", () => {
  it("knows its state at once and looks", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME, response)] });
    const watch = watcher.watch(running(NAME, { step: 1 }));
    expect(watch.state).toMatchObject({ type: "running", metadata: { step: 1 } });
    const states = record(watch.states);
    await clock.advance(0);
    expect(brief(states.values)).toEqual(["running", "done.succeeded"]);
  });

  it("needs no request when it is done with a result", async () => {
    const { operations, watcher } = setUp({});
    const states = record(watcher.watch(succeeded(NAME, response)).states);
    expect(states).toMatchObject({ values: [{ type: "done" }], isComplete: true });
    expect(operations.calls).toEqual([]);
  });

  it("lets one get judge when it is done without a result", async () => {
    const { clock, operations, watcher } = setUp({ get: [succeeded(NAME, response)] });
    const outcome = watcher.watch(succeeded(NAME)).outcome();
    await clock.advance(0);
    expect(await outcome).toEqual({ type: "succeeded", response });
    expect(operations.count("get")).toBe(1);
  });

  it("lets one get judge when it is done in a way that can't be read", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME, response)] });
    const outcome = watcher.watch({ ...succeeded(NAME, response), error: { code: 3 } }).outcome();
    await clock.advance(0);
    expect(await outcome).toEqual({ type: "succeeded", response });
  });

  it.each([{ done: true }, { name: "", done: true, response }])(
    "takes one that was born done without a name: %j",
    async (operation) => {
      const { operations, watcher } = setUp({});
      const outcome = await watcher.watch(operation as Operation).outcome();
      expect(outcome).toEqual({ type: "succeeded", response: operation.response });
      expect(operations.calls).toEqual([]);
    },
  );

  it.each([
    [{}, "watch: the operation has no name: did its start fail?"],
    [{ name: "a/../b" }, 'watch: the operation name "a/../b" has a "." or ".." segment'],
    [null, "watch: expected a name, an operation or a promise of either, got null"],
    [5, "watch: expected a name, an operation or a promise of either, got number 5"],
  ])("refuses %j", (target, message) => {
    expect(() => setUp({}).watcher.watch(target as never)).toThrow(new TypeError(message));
  });

  it("takes one that was born done in a way that can't be read", async () => {
    const { operations, watcher } = setUp({});
    const operation = { name: "", done: true, error: { code: 3 }, response: {} };
    expect(await watcher.watch(operation).outcome()).toMatchObject({ type: "malformed" });
    expect(operations.calls).toEqual([]);
  });

  it("is patient when looks don't yet find what was started just now", async () => {
    const { clock, watcher } = setUp({ get: [notFound(NAME), running(NAME), succeeded(NAME)] });
    const states = record(watcher.watch(running(NAME)).states);
    await clock.advance(20_000);
    expect(brief(states.values)).toEqual(["running", "running!", "running", "done.succeeded"]);
  });

  it("doesn't undo what is known", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME, response)] });
    record(watcher.watch(NAME).states);
    await clock.advance(0);
    expect(watcher.watch(running(NAME)).state?.type).toBe("done");
  });
});

describe("watch() of a promise", () => {
  it("waits for the name, then is a watch like any other", async () => {
    const { clock, watcher } = setUp({ get: [succeeded(NAME, response)] });
    const start = Promise.withResolvers<Operation>();
    const watch = watcher.watch(start.promise);
    const states = record(watch.states);
    await clock.advance(1000);
    expect([watch.name, states.values]).toEqual([undefined, []]);
    start.resolve(running(NAME));
    await clock.advance(0);
    expect([watch.name, brief(states.values)]).toEqual([NAME, ["running", "done.succeeded"]]);
  });

  it("remembers a wish to cancel until the name is known", async () => {
    const { clock, operations, watcher } = setUp({ get: [cancelled(NAME)], cancel: [undefined] });
    const start = Promise.withResolvers<string>();
    const watch = watcher.watch(start.promise);
    const outcomes = [record(watch.cancel()), record(watch.cancel()), record(watch.cancellation)];
    await clock.advance(1000);
    expect(operations.calls).toEqual([]);
    start.resolve(NAME);
    await clock.advance(5000);
    expect(outcomes.map(({ values }) => values.map(({ type }) => type))).toEqual([
      ["cancelled"],
      ["cancelled"],
      ["cancelled"],
    ]);
    expect(operations.count("cancel")).toBe(1);
  });

  it("keeps what came of a wish to cancel, though it is cancelled again later", async () => {
    const error = new RpcError(Code.FAILED_PRECONDITION, "not yet");
    const { clock, watcher } = setUp({
      get: [running(NAME), running(NAME), cancelled(NAME)],
      cancel: [error, undefined],
    });
    const watch = watcher.watch(Promise.resolve(NAME));
    const states = record(watch.states);
    const wish = watch.cancel();
    await clock.advance(500);
    const again = record(watch.cancel());
    await clock.advance(10_000);
    expect(again.values.map(({ type }) => type)).toEqual(["cancelled"]);
    expect(record(wish).values).toEqual([{ type: "rejected", error }]);
    expect(states.isComplete).toBe(true);
  });

  it("is lost when the call that starts it fails, for early and late subscribers", async () => {
    const { clock, watcher } = setUp({});
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const watch = watcher.watch(Promise.reject(denied));
    const early = record(watch.states);
    const cancellation = record(watch.cancellation);
    const cancel = record(watch.cancel());
    await clock.advance(0);
    const lost = { type: "lost", reason: "unknown", name: "", error: denied, pollError: denied };
    expect(early).toMatchObject({ values: [lost], isComplete: true });
    expect(record(watch.states)).toMatchObject({ values: [lost], isComplete: true });
    expect(cancel).toMatchObject({ values: [{ type: "gone" }], isComplete: true });
    expect(cancellation).toMatchObject({ values: [{ type: "gone" }], isComplete: true });
    await expect(watch.outcome()).rejects.toMatchObject({ name: "OperationError", cause: denied });
  });

  it.each([null, undefined, 5, {}])("is lost when it resolves to %j", async (value) => {
    const { clock, watcher } = setUp({});
    const states = record(watcher.watch(Promise.resolve(value as never)).states);
    await clock.advance(0);
    expect(states).toMatchObject({
      values: [{ type: "lost", error: { code: Code.INVALID_ARGUMENT } }],
      isComplete: true,
    });
  });

  it("leaves a wish to cancel unconfirmed when nobody knows whether the operation was started", async () => {
    const { clock, watcher } = setUp({});
    const watch = watcher.watch(Promise.reject(unavailable()));
    const cancel = record(watch.cancel());
    await clock.advance(0);
    expect(cancel.values).toEqual([{ type: "unconfirmed", reason: "lost" }]);
    expect(record(watch.cancel()).values).toEqual([{ type: "unconfirmed", reason: "lost" }]);
    await expect(watch.outcome()).rejects.toThrow("could not be started: [UNAVAILABLE] try again");
  });

  it("leaves nothing behind when what is known is enough for the subscriber", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, operations, watcher } = setUp({ get: [running(NAME), denied, running(NAME)] });
    record(watcher.watch(NAME).states);
    await clock.advance(3000);
    watcher.watch(Promise.resolve(NAME)).states.pipe(first()).subscribe();
    await clock.advance(100_000);
    expect([operations.count("get"), clock.pending]).toEqual([2, 0]);
  });

  it("is lost when the name is invalid", async () => {
    const { clock, watcher } = setUp({});
    const watch = watcher.watch(Promise.resolve("a/../b"));
    const states = record(watch.states);
    await clock.advance(0);
    expect(states.values).toMatchObject([{ type: "lost", error: { code: Code.INVALID_ARGUMENT } }]);
  });
});

describe("views of one name", () => {
  it("share one loop", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME), succeeded(NAME)] });
    const views = [
      watcher.watch(NAME),
      watcher.watch(running(NAME)),
      watcher.watch(Promise.resolve(NAME)),
    ];
    const recordings = views.map((watch) => record(watch.states));
    await clock.advance(10_000);
    expect(operations.count("get")).toBe(2);
    for (const { values, isComplete } of recordings) {
      expect([brief(values).at(-1), isComplete]).toEqual(["done.succeeded", true]);
    }
  });

  it("are another operation for another watcher", async () => {
    const { clock, operations, watcher } = setUp({ get: [succeeded(NAME)] });
    record(watcher.watch(NAME).states);
    record(setUp({}).watcher.watch(NAME).states).stop();
    await clock.advance(0);
    expect(operations.count("get")).toBe(1);
  });

  it("lose contact each for itself", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), notFound(NAME)] });
    const first = record(watcher.watch(NAME).states);
    const second = record(watcher.watch(NAME).states);
    await clock.advance(5000);
    expect([first.isComplete, second.isComplete]).toEqual([true, true]);
  });
});
