import { of, switchMap, take } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import {
  Code,
  fromCall,
  lookByGet,
  type Operation,
  type Operations,
  RpcError,
} from "../../src/index.ts";
import {
  createScriptedOperations,
  notFound,
  running,
  succeeded,
  VirtualClock,
} from "../../src/testing/index.ts";
import { NAME, never, record } from "../watcher/probe.ts";

/** Operations whose get answers with what no service should send. */
function answering(json: unknown): Operations {
  return createScriptedOperations({ get: [() => json as Operation] });
}

describe("lookByGet()", () => {
  it("gives one operation for one request, and completes", async () => {
    const operations = createScriptedOperations({ get: [running(NAME)] });
    const look = record(lookByGet(operations, NAME));
    await new VirtualClock().advance(0);
    expect(look).toMatchObject({ values: [running(NAME)], errors: [], isComplete: true });
    expect(operations.calls.map(({ method, request }) => ({ method, request }))).toEqual([
      { method: "get", request: { name: NAME } },
    ]);
  });

  it("sends nothing before it is subscribed, and one request per subscription", async () => {
    const operations = createScriptedOperations({ get: [running(NAME), succeeded(NAME)] });
    const looks = lookByGet(operations, NAME);
    expect(operations.count("get")).toBe(0);
    const [first, second] = [record(looks), record(looks)];
    await new VirtualClock().advance(0);
    expect([first.values, second.values]).toEqual([[running(NAME)], [succeeded(NAME)]]);
    expect(operations.count("get")).toBe(2);
  });

  it("asks for one attempt, within a time and with a field mask", () => {
    const operations = createScriptedOperations({ get: [running(NAME)] });
    record(lookByGet(operations, NAME, { timeoutMs: 5000, fields: "name,done" }));
    expect(operations.calls[0]?.options).toEqual({
      timeoutMs: 5000,
      fields: "name,done",
      retry: false,
      signal: expect.any(AbortSignal),
    });
  });

  it("fails with the RpcError of the call", async () => {
    const error = notFound(NAME);
    const operations = createScriptedOperations({ get: [error] });
    const look = record(lookByGet(operations, NAME));
    await new VirtualClock().advance(0);
    expect(look.values).toEqual([]);
    expect(look.errors[0]).toBe(error);
  });

  it("fails with an RpcError when getOperation throws at once", async () => {
    const thrown = new TypeError("not a function");
    const operations: Operations = {
      ...createScriptedOperations({}),
      getOperation: () => {
        throw thrown;
      },
    };
    const look = record(lookByGet(operations, NAME));
    await new VirtualClock().advance(0);
    expect(look.errors).toEqual([new RpcError(Code.UNKNOWN, "not a function", { cause: thrown })]);
  });

  it.each([
    ["null", null, "expected an operation, got null"],
    ["a page", "<html>", "expected an operation, got string <html>"],
    ["`done` in a string", { done: "true" }, "`done` is string true, not a boolean"],
    [
      "Compute's own operation",
      { kind: "compute#operation", status: "DONE" },
      "not a google.longrunning.Operation: it has `kind`, `status`",
    ],
  ])("fails with INTERNAL for an answer that is %s", async (_what, json, problem) => {
    const look = record(lookByGet(answering(json), NAME));
    await new VirtualClock().advance(0);
    expect(look.values).toEqual([]);
    expect(look.errors).toEqual([new RpcError(Code.INTERNAL, `${NAME}: ${problem}`)]);
  });

  it("passes on an end that can't be read, for looking again won't help", async () => {
    const json = { name: NAME, done: true, error: {} };
    const look = record(lookByGet(answering(json), NAME));
    await new VirtualClock().advance(0);
    expect(look).toMatchObject({ values: [json], errors: [], isComplete: true });
  });

  it("aborts the request after unsubscribing, and tells nothing of it", async () => {
    const operations = createScriptedOperations({ get: [never] });
    const look = record(lookByGet(operations, NAME));
    const signal = operations.calls[0]?.options.signal;
    expect([signal?.aborted, operations.open]).toEqual([false, 1]);
    look.stop();
    await new VirtualClock().advance(0);
    expect([signal?.aborted, operations.open]).toEqual([true, 0]);
    expect(look).toMatchObject({ values: [], errors: [], isComplete: false });
  });
});

describe("fromCall()", () => {
  it("aborts the call that is switched away from, and only that", async () => {
    const signals: AbortSignal[] = [];
    const calls = of(never, () => Promise.resolve("second")).pipe(
      switchMap((answer) =>
        fromCall<string>((signal) => {
          signals.push(signal);
          return answer();
        }),
      ),
    );
    const recording = record(calls);
    await new VirtualClock().advance(0);
    expect(recording).toMatchObject({ values: ["second"], isComplete: true });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it("doesn't abort a call that has been answered", async () => {
    const aborted = vi.fn();
    const call = fromCall((signal) => {
      signal.addEventListener("abort", aborted);
      return Promise.resolve("answer");
    });
    const recordings = [record(call), record(call.pipe(take(1)))];
    await new VirtualClock().advance(0);
    for (const recording of recordings) recording.stop();
    expect(recordings.map(({ values }) => values)).toEqual([["answer"], ["answer"]]);
    expect(aborted).not.toHaveBeenCalled();
  });

  it("doesn't abort a call that has failed", async () => {
    const aborted = vi.fn();
    const recording = record(
      fromCall((signal) => {
        signal.addEventListener("abort", aborted);
        return Promise.reject(new Error("no"));
      }),
    );
    await new VirtualClock().advance(0);
    recording.stop();
    expect(recording.errors).toEqual([new RpcError(Code.UNKNOWN, "no")]);
    expect(aborted).not.toHaveBeenCalled();
  });

  it("fails at once with an RpcError when the call throws instead of rejecting", () => {
    const error = new RpcError(Code.INVALID_ARGUMENT, "bad name");
    const recording = record(
      fromCall(() => {
        throw error;
      }),
    );
    expect(recording.errors[0]).toBe(error);
  });

  it("fails with an RpcError whatever the call rejects with", async () => {
    const reason: unknown = Object.create(null);
    const recording = record(fromCall(async () => Promise.reject(reason)));
    await new VirtualClock().advance(0);
    expect(recording.errors).toMatchObject([{ name: "RpcError", code: Code.UNKNOWN }]);
  });
});
