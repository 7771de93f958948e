import {
  Code,
  createWatcher,
  exponentialBackoff,
  findDetail,
  type Operations,
  RpcError,
} from "@rx-lro/core";
import { createHttpOperations, fetchClient } from "@rx-lro/transport-http";
import { undiciClient } from "@rx-lro/transport-http/node";
import { lastValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { createMemoryEngine, createOperationsHandler, type MethodContext } from "../src/index.ts";
import { serve } from "../src/node/index.ts";

/** Resolves or rejects when the operation is cancelled. */
function cancelled({ signal }: MethodContext): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

function startEngine() {
  return createMemoryEngine({
    methods: {
      double: async ({ n }: { n: number }, { report }: MethodContext) => {
        report({ progress: 0.5 });
        return { n: n * 2 };
      },
      honest: (_input: object, context: MethodContext) => cancelled(context),
      stubborn: (_input: object, context: MethodContext) =>
        cancelled(context).catch(() => ({ done: "all the same" })),
      breaking: (_input: object, context: MethodContext) =>
        cancelled(context).catch(() => {
          throw new RpcError(Code.DATA_LOSS, "broke while cancelling");
        }),
      failing: async () => {
        const reason = { reason: "NO_LUCK", domain: "example.com" };
        throw new RpcError(Code.FAILED_PRECONDITION, "not today", {
          details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", ...reason }],
        });
      },
      fixed: { run: () => new Promise<never>(() => {}), cancellable: false },
    },
    closeGraceMs: 0,
  });
}

type Path = (engine: Operations) => Promise<AsyncDisposable & { operations: Operations }>;

/** The ways from a watcher to an engine. */
const paths: [string, Path][] = [
  ["directly", async (operations) => ({ operations, async [Symbol.asyncDispose]() {} })],
  [
    "through handler and transport, without a socket",
    async (engine) => {
      const handler = createOperationsHandler(engine);
      const client = fetchClient({ fetch: (url, init) => handler(new Request(url, init)) });
      const operations = createHttpOperations({ baseUrl: "http://localhost", client });
      return { operations, async [Symbol.asyncDispose]() {} };
    },
  ],
  [
    "over a socket by fetch",
    async (engine) => {
      const server = await serve(createOperationsHandler(engine));
      const operations = createHttpOperations({ baseUrl: server.url });
      return { operations, [Symbol.asyncDispose]: () => server.close() };
    },
  ],
  [
    "over a socket by undici, through a relay",
    async (engine) => {
      const server = await serve(createOperationsHandler(engine));
      const client = undiciClient();
      const remote = createHttpOperations({ baseUrl: server.url, client });
      const relay = await serve(createOperationsHandler(remote));
      const operations = createHttpOperations({ baseUrl: relay.url, client });
      const close = async () => {
        await relay.close();
        await server.close();
        await client.close();
      };
      return { operations, [Symbol.asyncDispose]: close };
    },
  ],
];

describe.each(paths)("a watcher over an engine, %s", (_name, connect) => {
  const parent = "projects/p";

  async function setUp() {
    const engine = startEngine();
    const path = await connect(engine);
    const watcher = createWatcher(path.operations, {
      backoff: exponentialBackoff({ initialMs: 2, maxMs: 10 }),
      notFoundGraceMs: 0,
    });
    const dispose = async () => {
      await engine.close();
      await path[Symbol.asyncDispose]();
    };
    return { engine, watcher, [Symbol.asyncDispose]: dispose };
  }

  it("sees the response", async () => {
    await using set = await setUp();
    const started = set.engine.start("double", { n: 21 }, { parent });
    const watch = set.watcher.watch(started, { response: ({ n }) => Number(n) });
    expect(await watch.response()).toBe(42);
    expect(watch.state).toMatchObject({ type: "done", metadata: { progress: 0.5 } });
  });

  it("sees a failure with its details", async () => {
    await using set = await setUp();
    const outcome = await set.watcher.watch(set.engine.start("failing", {}, { parent })).outcome();
    expect(outcome).toMatchObject({ type: "failed", status: { code: Code.FAILED_PRECONDITION } });
    if (outcome.type !== "failed") return;
    expect(findDetail(outcome.status, "google.rpc.ErrorInfo")?.reason).toBe("NO_LUCK");
  });

  it.each([
    ["honest", { type: "cancelled", status: { code: Code.CANCELLED } }],
    [
      "stubborn",
      { type: "completed", outcome: { type: "succeeded", response: { done: "all the same" } } },
    ],
    [
      "breaking",
      { type: "failed", status: { code: Code.DATA_LOSS, message: "broke while cancelling" } },
    ],
    ["fixed", { type: "unimplemented", error: { code: Code.UNIMPLEMENTED } }],
  ] as const)("learns what cancelling %s did", async (method, expected) => {
    await using set = await setUp();
    const watch = set.watcher.watch(set.engine.start(method, {}, { parent }));
    const [outcome] = await lastValueFrom(watch.cancel().pipe(toArray()));
    expect(outcome).toMatchObject(expected);
  });

  it("learns that an operation was deleted", async () => {
    await using set = await setUp();
    const { name } = await set.engine.start("honest", {}, { parent });
    const watch = set.watcher.watch(name);
    const states = lastValueFrom(watch.states.pipe(toArray()));
    await set.watcher.operations.deleteOperation({ name });
    expect((await states).at(-1)).toMatchObject({ type: "lost" });
    await expect(set.watcher.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.NOT_FOUND,
      unrouted: false,
    });
  });

  it("pages through a parent's operations", async () => {
    await using set = await setUp();
    for (let n = 0; n < 5; n += 1) await set.engine.start("double", { n }, { parent });
    await set.engine.start("double", { n: 0 }, { parent: "projects/other" });
    const { operations } = set.watcher;
    const first = await operations.listOperations({ name: parent, pageSize: 3 });
    const pageToken = first.nextPageToken ?? "none";
    const second = await operations.listOperations({ name: parent, pageSize: 3, pageToken });
    expect([first.operations.length, second.operations.length]).toEqual([3, 2]);
    expect(second.nextPageToken).toBeUndefined();
    await expect(
      operations.listOperations({ name: "projects/other", pageToken }),
    ).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
  });

  it("waits for the end", async () => {
    await using set = await setUp();
    const { name } = await set.engine.start("stubborn", {}, { parent });
    const { operations } = set.watcher;
    const running = await operations.waitOperation({ name, timeoutMs: 5 });
    const waiting = operations.waitOperation({ name, timeoutMs: 10_000 });
    await operations.cancelOperation({ name });
    expect([running.done ?? false, (await waiting).done]).toEqual([false, true]);
  });
});
