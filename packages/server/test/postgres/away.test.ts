import { Code } from "@rx-lro/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { openDatabase } from "../../src/postgres/open-database.ts";
import { OperationTable } from "../../src/postgres/operation-table.ts";
import { newDatabase } from "../support/engines.ts";
import { execute } from "../support/execute.ts";
import { createScripted } from "../support/methods.ts";
import { type PostgresCluster, startPostgres } from "../support/postgres-cluster.ts";
import { createProxy } from "../support/proxy.ts";

const refusal = expect.objectContaining({ code: "ECONNREFUSED" });
const down = { code: Code.UNAVAILABLE };

describe("a database that fails", () => {
  let cluster: PostgresCluster;
  const onError = vi.fn(() => {
    throw new Error("the log is away, too");
  });
  const database = () => ({ ...newDatabase(), connection: cluster.url, onError });

  /** Ends the one connection whose last statement, which is over, is like this. */
  async function terminate(statement: string): Promise<void> {
    const sql = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE state = 'idle' AND query LIKE $1`;
    await vi.waitFor(async () => {
      expect(await execute(cluster.url, sql, [statement])).toHaveLength(1);
    });
  }

  beforeAll(async () => {
    cluster = await startPostgres();
  });
  // A mock that is returned would be called.
  beforeEach(() => void onError.mockClear());
  afterAll(() => cluster[Symbol.dispose]());

  it("is told to callers, and once it is back everything goes on", async () => {
    const method = createScripted();
    const other = createScripted();
    const methods = { work: method.run, other: other.run };
    await using engine = await createPostgresEngine({ ...database(), methods, leaseMs: 5000 });
    const { name } = await engine.start("work", undefined);
    const { attempt, signal, report } = await method.began;
    using looked = vi.spyOn(OperationTable.prototype, "get");
    const wait = engine.waitOperation({ name });
    // A look that is under way would be refused.
    await vi.waitFor(() => {
      expect(looked.mock.settledResults).toMatchObject([{ type: "fulfilled" }]);
    });
    cluster.stop("immediate");
    report({ progress: 0.5 });
    const refusals = await Promise.allSettled([
      engine.getOperation({ name }),
      engine.listOperations({ name: "" }),
      engine.cancelOperation({ name }),
      engine.deleteOperation({ name }),
      engine.start("other", undefined),
    ]);
    expect(refusals).toMatchObject(
      Array(5).fill({
        status: "rejected",
        reason: { ...down, rawMessage: expect.not.stringContaining("127.0.0.1") },
      }),
    );
    method.succeed({ attempt });
    await vi.waitFor(() => expect(onError).toHaveBeenCalled(), 20_000);
    cluster.start();
    expect(await wait).toMatchObject({
      done: true,
      response: { attempt: 1 },
      metadata: { progress: 0.5 },
    });
    expect(signal.aborted).toBe(false);
    const next = await vi.waitFor(() => engine.start("other", undefined), 20_000);
    await other.began;
    other.succeed({});
    expect((await engine.waitOperation(next)).done).toBe(true);
  });

  it("is told of progress once it is back", async () => {
    const method = createScripted();
    await using engine = await createPostgresEngine({
      ...database(),
      methods: { work: method.run },
    });
    const { name } = await engine.start("work", undefined);
    const { report } = await method.began;
    cluster.stop("immediate");
    report({ progress: 0.5 });
    await expect(engine.getOperation({ name })).rejects.toMatchObject(down);
    cluster.start();
    await vi.waitFor(async () => {
      const { metadata } = await engine.getOperation({ name });
      expect(metadata).toMatchObject({ progress: 0.5 });
    }, 20_000);
    method.succeed({});
  });

  it("doesn't end the process when it ends a connection that is just handed on", async () => {
    await using proxy = await createProxy(cluster.url);
    const connection = { connectionString: proxy.url, max: 1 };
    const told = vi.fn();
    const options = { ...newDatabase(), connection, methods: [], notifies: false, onError: told };
    const opened = await openDatabase(options);
    await opened.query("SELECT 1 AS first");
    const release = proxy.hold();
    const held = opened.query("SELECT 2 AS held");
    const next = opened.transaction(({ query }) => query("SELECT 3"));
    const refused = expect(next).rejects.toMatchObject(down);
    await terminate("SELECT 2 AS held");
    release();
    expect(await held).toEqual([{ held: 2 }]);
    await refused;
    expect(told).toHaveBeenCalled();
    expect(await opened.query("SELECT 4 AS later")).toEqual([{ later: 4 }]);
    await opened.close();
  });

  it("doesn't end the process when it ends a connection that is being closed", async () => {
    await using proxy = await createProxy(cluster.url);
    const connection = { connectionString: proxy.url };
    const options = { ...newDatabase(), connection, methods: [], notifies: true, onError: vi.fn() };
    const opened = await openDatabase(options);
    await opened.listen(vi.fn());
    const release = proxy.hold();
    const before = proxy.received;
    await terminate("LISTEN %");
    await vi.waitFor(() => expect(proxy.received).toBeGreaterThan(before));
    const closed = opened.close();
    release();
    await closed;
    await vi.waitFor(() => expect(options.onError).toHaveBeenCalled());
  });

  it("is listened to again once it is back", async () => {
    const onNotification = vi.fn();
    const connection = { connectionString: cluster.url };
    const options = { ...newDatabase(), connection, methods: [], notifies: true, onError: vi.fn() };
    const opened = await openDatabase(options);
    await opened.listen(onNotification);
    cluster.stop("immediate");
    await vi.waitFor(() => expect(options.onError).toHaveBeenCalledWith(refusal), 20_000);
    cluster.start();
    await vi.waitFor(async () => {
      await opened.notify(["something"]);
      expect(onNotification).toHaveBeenCalledWith("something");
    }, 20_000);
    await opened.close();
  });

  it("is away when it doesn't answer in time", async () => {
    await using proxy = await createProxy(cluster.url);
    const limits = { query_timeout: 500, connectionTimeoutMillis: 500 };
    const connection = { connectionString: proxy.url, ...limits };
    const options = { ...database(), connection, methods: { work: createScripted().run } };
    await using engine = await createPostgresEngine({ ...options, closeGraceMs: 0 });
    const { name } = await engine.start("work", undefined);
    proxy.freeze();
    await expect(engine.getOperation({ name })).rejects.toMatchObject(down);
  });

  it("doesn't keep an engine that waits for its answers from closing, however long it may wait", async () => {
    await using proxy = await createProxy(cluster.url);
    const connection = { connectionString: proxy.url, query_timeout: 0 };
    const method = createScripted();
    const options = { ...database(), connection, methods: { work: method.run } };
    const engine = await createPostgresEngine({ ...options, closeGraceMs: 0 });
    await engine.start("work", undefined);
    await method.began;
    proxy.freeze();
    await engine.close();
  });

  it("doesn't keep an engine from closing; what it ran goes on elsewhere", async () => {
    const options = database();
    const method = createScripted();
    const first = await createPostgresEngine({
      ...options,
      methods: { work: method.run },
      leaseMs: 2000,
      closeGraceMs: 100,
    });
    const { name } = await first.start("work", undefined);
    await method.began;
    cluster.stop("immediate");
    method.succeed({ lost: true });
    await first.close();
    cluster.start();
    const methods = { work: (_: undefined, { attempt }: { attempt: number }) => ({ attempt }) };
    await using second = await createPostgresEngine({ ...options, methods });
    expect(await second.waitOperation({ name })).toMatchObject({ response: { attempt: 2 } });
  });
});
