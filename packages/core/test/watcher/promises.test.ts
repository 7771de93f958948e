import { describe, expect, it } from "vitest";
import { Code, OperationError } from "../../src/index.ts";
import { cancelled, failed, notFound, running, succeeded } from "../../src/testing/index.ts";
import { brief, NAME, setUp } from "./probe.ts";

const response = { "@type": "type.googleapis.com/x.Image", id: "a" };
const ended = { get: [running(NAME), succeeded(NAME, response)] };

describe("outcome() and response()", () => {
  it("give the end, as often as they are asked", async () => {
    const { clock, operations, watcher } = setUp(ended);
    const watch = watcher.watch(NAME);
    const early = [watch.outcome(), watch.response(), watch.response()];
    await clock.advance(5000);
    const outcome = { type: "succeeded", response };
    expect(await Promise.all(early)).toEqual([outcome, response, response]);
    expect(await Promise.all([watch.outcome(), watch.response()])).toEqual([outcome, response]);
    expect(operations.count("get")).toBe(2);
  });

  it("keep failure apart: outcome() gives it, response() throws it with its details", async () => {
    const details = [
      { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R", domain: "d" },
    ];
    const { clock, watcher } = setUp({ get: [failed(NAME, Code.INTERNAL, "broke", details)] });
    const watch = watcher.watch(NAME);
    const [outcome, thrown] = [watch.outcome(), watch.response().catch((error) => error)];
    await clock.advance(0);
    const status = { code: Code.INTERNAL, message: "broke", details };
    expect(await outcome).toEqual({ type: "failed", status });
    expect(await thrown).toBeInstanceOf(OperationError);
    expect(await thrown).toMatchObject({
      message: `${NAME}: failed with [INTERNAL] broke`,
      operation: NAME,
      outcome: { type: "failed", status },
    });
  });

  it("tell a cancellation from a failure and from a result", async () => {
    const { clock, watcher } = setUp({ get: [cancelled(NAME)] });
    const watch = watcher.watch(NAME);
    const [outcome, thrown] = [watch.outcome(), watch.response().catch((error) => error)];
    await clock.advance(0);
    expect(await outcome).toMatchObject({ type: "cancelled" });
    expect((await thrown).message).toBe(`${NAME}: cancelled with [CANCELLED] cancelled`);
  });

  it("reject when contact is lost, and look again when asked again", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), notFound(NAME), succeeded(NAME)] });
    const watch = watcher.watch(NAME);
    const lost = [watch.outcome(), watch.response()].map((end) => end.catch((error) => error));
    await clock.advance(5000);
    for (const error of await Promise.all(lost)) {
      expect(error).toMatchObject({
        name: "OperationError",
        state: { type: "lost", reason: "gone" },
        cause: { code: Code.NOT_FOUND },
      });
      expect(error.message).toContain("was deleted or has expired");
    }
    const again = watch.outcome();
    await clock.advance(5000);
    expect(await again).toMatchObject({ type: "succeeded" });
  });

  it("end with the signal's reason, untouched, and disturb no other waiter", async () => {
    const { clock, watcher } = setUp(ended);
    const watch = watcher.watch(NAME);
    const [mine, yours] = [new AbortController(), new AbortController()];
    const first = watch.outcome({ signal: mine.signal }).catch((reason) => reason);
    const second = watch.outcome({ signal: yours.signal });
    await clock.advance(0);
    const reason = { my: "reason" };
    mine.abort(reason);
    expect(await first).toBe(reason);
    await clock.advance(5000);
    expect(await second).toMatchObject({ type: "succeeded" });
    expect(await watch.outcome()).toMatchObject({ type: "succeeded" });
  });

  it("send nothing for a signal that is aborted already, and nothing after an abort", async () => {
    const { clock, operations, watcher } = setUp(ended);
    const watch = watcher.watch(NAME);
    await expect(watch.outcome({ signal: AbortSignal.abort("early") })).rejects.toBe("early");
    await clock.advance(5000);
    expect(operations.calls).toEqual([]);
    const controller = new AbortController();
    const later = watch.outcome({ signal: controller.signal }).catch((reason) => reason);
    await clock.advance(0);
    controller.abort("later");
    expect(await later).toBe("later");
    await clock.advance(60_000);
    expect([operations.count("get"), clock.pending]).toEqual([1, 0]);
  });

  it("leave no listener on the signal", async () => {
    const { clock, watcher } = setUp(ended);
    const { signal } = new AbortController();
    let listeners = 0;
    const [add, remove] = [
      signal.addEventListener.bind(signal),
      signal.removeEventListener.bind(signal),
    ];
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const watch = watcher.watch(NAME);
    const outcome = watch.outcome({ signal });
    expect(listeners).toBe(1);
    await clock.advance(5000);
    await outcome;
    await watch.outcome({ signal });
    expect(listeners).toBe(0);
  });

  it("say how an operation ended as JSON", async () => {
    const { clock, watcher } = setUp({ get: [failed(NAME, Code.ABORTED, "again")] });
    const thrown = watcher
      .watch(NAME)
      .response()
      .catch((error) => error);
    await clock.advance(0);
    expect(JSON.parse(JSON.stringify(await thrown))).toEqual({
      name: "OperationError",
      message: `${NAME}: failed with [ABORTED] again`,
      operation: NAME,
      state: "done",
      outcome: { type: "failed", status: { code: Code.ABORTED, message: "again", details: [] } },
    });
  });
});

describe("async iteration", () => {
  it("gives the states and ends after the last", async () => {
    const { clock, watcher } = setUp(ended);
    const states = collect(watcher.watch(NAME));
    await clock.advance(5000);
    expect(brief(await states)).toEqual(["running", "done.succeeded"]);
    expect(clock.pending).toBe(0);
  });

  it("is conflated to the latest for a slow reader, and never drops the last", async () => {
    const steps = [1, 2, 3, 4].map((step) => running(NAME, { step }));
    const { clock, watcher } = setUp({ get: [...steps, succeeded(NAME)] });
    const iterator = watcher.watch(NAME)[Symbol.asyncIterator]();
    const first = iterator.next();
    await clock.advance(6000);
    expect((await first).value?.metadata).toEqual({ step: 1 });
    expect((await iterator.next()).value?.metadata).toEqual({ step: 4 });
    await clock.advance(20_000);
    expect((await iterator.next()).value?.type).toBe("done");
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it("detaches on break", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const loop = (async () => {
      for await (const state of watcher.watch(NAME)) return state.type;
      return "none";
    })();
    await clock.advance(0);
    expect(await loop).toBe("running");
    await clock.advance(60_000);
    expect([operations.count("get"), clock.pending]).toEqual([1, 0]);
  });

  it("asks nothing after return()", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const iterator = watcher.watch(NAME)[Symbol.asyncIterator]();
    const end = { done: true, value: undefined };
    expect(await iterator.return?.()).toEqual(end);
    expect(await iterator.next()).toEqual(end);
    await clock.advance(10_000);
    expect([operations.count("get"), clock.pending]).toEqual([0, 0]);
  });

  it("gives nothing more after it was returned from, read or not", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), running(NAME, { step: 1 })] });
    const iterator = watcher.watch(NAME)[Symbol.asyncIterator]();
    const first = iterator.next();
    await clock.advance(1000);
    expect((await first).done).toBe(false);
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(clock.pending).toBe(0);
  });

  it("answers several next() in order, and those left over when it ends", async () => {
    const { clock, watcher } = setUp(ended);
    const iterator = watcher.watch(NAME)[Symbol.asyncIterator]();
    const results = [iterator.next(), iterator.next(), iterator.next(), iterator.next()];
    await clock.advance(5000);
    const types = (await Promise.all(results)).map(({ done, value }) =>
      done ? "end" : value?.type,
    );
    expect(types).toEqual(["running", "done", "end", "end"]);
  });
});

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}
