import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { Code, type OperationsMethod, RpcError } from "../../src/index.ts";
import {
  createScriptedOperations,
  running,
  type ScriptedOperations,
  succeeded,
  unavailable,
  VirtualClock,
} from "../../src/testing/index.ts";
import { never } from "../watcher/probe.ts";

const name = "operations/a";

/** One call of each method. */
const CALLS = {
  get: (operations) => operations.getOperation({ name }),
  list: (operations) => operations.listOperations({ name: "projects/p" }),
  cancel: (operations) => operations.cancelOperation({ name }),
  delete: (operations) => operations.deleteOperation({ name }),
  wait: (operations) => operations.waitOperation({ name, timeoutMs: 500 }),
} satisfies Record<OperationsMethod, (operations: ScriptedOperations) => Promise<unknown>>;

const METHODS = Object.keys(CALLS) as OperationsMethod[];

describe("createScriptedOperations()", () => {
  it("gives the answers of a method in order, and the last again and again", async () => {
    const operations = createScriptedOperations({ get: [running(name), succeeded(name)] });
    const answers = [];
    for (let call = 0; call < 4; call += 1) answers.push(await operations.getOperation({ name }));
    expect(answers).toEqual([running(name), succeeded(name), succeeded(name), succeeded(name)]);
  });

  it("answers each method from its own script", async () => {
    const page = { operations: [running(name)], nextPageToken: "next" };
    const operations = createScriptedOperations({
      get: [running(name)],
      list: [page],
      cancel: [undefined],
      delete: [undefined],
      wait: [succeeded(name)],
    });
    const answers = [];
    for (const method of METHODS) answers.push(await CALLS[method](operations));
    expect(answers).toEqual([running(name), page, undefined, undefined, succeeded(name)]);
  });

  it("rejects with an Error of the script, and goes on with the next answer", async () => {
    const error = unavailable(500);
    const operations = createScriptedOperations({ get: [error, running(name)] });
    await expect(operations.getOperation({ name })).rejects.toBe(error);
    expect(await operations.getOperation({ name })).toEqual(running(name));
  });

  it("rejects again and again with an Error that is the last answer", async () => {
    const error = unavailable();
    const operations = createScriptedOperations({ cancel: [undefined, error] });
    await operations.cancelOperation({ name });
    await expect(operations.cancelOperation({ name })).rejects.toBe(error);
    await expect(operations.cancelOperation({ name })).rejects.toBe(error);
  });

  it("asks a function with the request and its options, whether it returns or promises", async () => {
    const operations = createScriptedOperations({
      get: [({ name }) => running(`${name}/now`), async ({ name }) => running(`${name}/later`)],
      wait: [({ timeoutMs }, { fields }) => running(`${timeoutMs} ${fields}`)],
    });
    expect(await operations.getOperation({ name })).toEqual(running(`${name}/now`));
    expect(await operations.getOperation({ name })).toEqual(running(`${name}/later`));
    const waited = await operations.waitOperation({ name, timeoutMs: 5 }, { fields: "done" });
    expect(waited).toEqual(running("5 done"));
  });

  it("rejects with what a function throws or rejects with", async () => {
    const [thrown, rejected] = [new Error("thrown"), new Error("rejected")];
    const operations = createScriptedOperations({
      get: [
        () => {
          throw thrown;
        },
        () => Promise.reject(rejected),
      ],
    });
    await expect(operations.getOperation({ name })).rejects.toBe(thrown);
    await expect(operations.getOperation({ name })).rejects.toBe(rejected);
    expect(operations.open).toBe(0);
  });

  it.each(METHODS)(
    "rejects %s with UNIMPLEMENTED without a script, and notes the call",
    async (method) => {
      for (const script of [{}, { [method]: [] }]) {
        const operations = createScriptedOperations(script);
        await expect(CALLS[method](operations)).rejects.toEqual(
          new RpcError(Code.UNIMPLEMENTED, `${method}: no script`),
        );
        expect([operations.count(method), operations.open]).toEqual([1, 0]);
      }
    },
  );

  it("carries the facts that are given beside the script", () => {
    const facts = {
      service: "https://example.com",
      methods: new Set<OperationsMethod>(["get"]),
      listParent: () => "projects/p",
      readMetadata: () => ({ progress: 0.5 }),
    };
    expect(createScriptedOperations({}, facts)).toMatchObject(facts);
  });

  it("states no facts by itself", () => {
    const { service, methods, listParent, readMetadata } = createScriptedOperations({});
    expect([service, methods, listParent, readMetadata]).toEqual(Array(4).fill(undefined));
  });
});

describe("calls, count() and open", () => {
  it("tell who asked what, in order", async () => {
    const operations = createScriptedOperations({ get: [running(name)], cancel: [undefined] });
    const options = { timeoutMs: 100, retry: false } as const;
    await operations.getOperation({ name }, options);
    await operations.cancelOperation({ name });
    await operations.getOperation({ name: "operations/b" });
    expect(operations.calls).toEqual([
      { method: "get", request: { name }, options },
      { method: "cancel", request: { name }, options: {} },
      { method: "get", request: { name: "operations/b" }, options: {} },
    ]);
    expect(METHODS.map((method) => operations.count(method))).toEqual([2, 0, 1, 0, 0]);
  });

  it("count a call as open until it is answered", async () => {
    const clock = new VirtualClock();
    const operations = createScriptedOperations({
      get: [() => clock.delay(1000).then(() => running(name))],
    });
    const calls = [operations.getOperation({ name }), operations.getOperation({ name })];
    expect(operations.open).toBe(2);
    await clock.advance(1000);
    await Promise.all(calls);
    expect([operations.open, operations.calls.length]).toEqual([0, 2]);
  });

  it("keep each Operations' own, also from one script", async () => {
    const script = { get: [running(name), succeeded(name)] };
    const [one, other] = [createScriptedOperations(script), createScriptedOperations(script)];
    await one.getOperation({ name });
    expect(await other.getOperation({ name })).toEqual(running(name));
    expect([one.calls.length, other.calls.length]).toEqual([1, 1]);
  });
});

describe("abort", () => {
  it("rejects an open call with the signal's reason, whatever that is", async () => {
    for (const reason of [new Error("enough"), "enough", null]) {
      const operations = createScriptedOperations({ get: [never] });
      const controller = new AbortController();
      const call = operations.getOperation({ name }, { signal: controller.signal });
      controller.abort(reason);
      await expect(call).rejects.toBe(reason);
      expect(operations.open).toBe(0);
    }
  });

  it("makes no call with a signal that is already aborted", async () => {
    const operations = createScriptedOperations({ get: [running(name)] });
    const signal = AbortSignal.abort("no");
    await expect(operations.getOperation({ name }, { signal })).rejects.toBe("no");
    expect([operations.calls, operations.open]).toEqual([[], 0]);
  });

  it("rejects a call whose signal is aborted by the function that answers it", async () => {
    const controller = new AbortController();
    const operations = createScriptedOperations({
      get: [
        () => {
          controller.abort("enough");
          return never();
        },
      ],
    });
    const call = operations.getOperation({ name }, { signal: controller.signal });
    const settled = call.catch((reason: unknown) => reason);
    await new VirtualClock().advance(0);
    expect(operations.open).toBe(0);
    expect(await settled).toBe("enough");
  });

  it("changes nothing after the answer", async () => {
    const operations = createScriptedOperations({ get: [running(name)] });
    const controller = new AbortController();
    const answer = await operations.getOperation({ name }, { signal: controller.signal });
    controller.abort();
    expect(answer).toEqual(running(name));
    expect(operations.open).toBe(0);
  });

  it("leaves no listener on the signal after an answer or an error", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const operations = createScriptedOperations({ get: [running(name), unavailable()] });
    await operations.getOperation({ name }, { signal });
    await operations.getOperation({ name }, { signal }).catch(() => {});
    await new VirtualClock().advance(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
