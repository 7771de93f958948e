import { Code } from "@rx-lro/core";
import { describe, expect, it, vi } from "vitest";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { OperationTable } from "../../src/postgres/operation-table.ts";
import { newDatabase } from "../support/engines.ts";
import { execute } from "../support/execute.ts";
import { createScripted, untilAborted } from "../support/methods.ts";
import { createProxy } from "../support/proxy.ts";

/** A method's stand-in in a process that doesn't run it. */
const elsewhere = (): never => {
  throw new Error("ran in the wrong process");
};

describe.each([true, false])("two processes with notifications: %j", (notifications) => {
  it("see the same operations, and one runs what the other starts", async () => {
    const method = createScripted();
    const database = { ...newDatabase(), notifications };
    const methods = { work: elsewhere };
    await using front = await createPostgresEngine({ ...database, methods, runs: false });
    await using back = await createPostgresEngine({ ...database, methods: { work: method.run } });
    const options = { parent: "projects/p", metadata: { description: "ü\u0000" } };
    const { name } = await front.start("work", undefined, options);
    const { report } = await method.began;
    report({ progress: 0.5 });
    await vi.waitFor(async () => {
      const { metadata } = await front.getOperation({ name });
      expect(metadata).toMatchObject({ progress: 0.5, description: "ü\u0000" });
    }, 20_000);
    const wait = front.waitOperation({ name });
    method.succeed({ text: "\u0000\ud800" });
    const done = await wait;
    expect(done).toMatchObject({ done: true, response: { text: "\u0000\ud800" } });
    expect(await back.listOperations({ name: "projects/p" })).toEqual({ operations: [done] });
    expect(front.service).toBe(back.service);
  });

  it("cancel each other's operations, running and queued", async () => {
    const database = { ...newDatabase(), notifications };
    await using front = await createPostgresEngine({
      ...database,
      runs: false,
      methods: { work: elsewhere, fixed: { run: elsewhere, cancellable: false } },
    });
    const running = createScripted();
    await using _back = await createPostgresEngine({
      ...database,
      concurrency: 1,
      methods: { work: running.run },
    });
    const { name } = await front.start("work", undefined);
    const { signal } = await running.began;
    const queued = await front.start("work", undefined);
    await front.cancelOperation(queued);
    expect(await front.getOperation(queued)).toMatchObject({ error: { code: Code.CANCELLED } });
    await front.cancelOperation({ name });
    expect((await front.getOperation({ name })).metadata).toMatchObject({ cancelRequested: true });
    await vi.waitFor(() => expect(signal.aborted).toBe(true), 20_000);
    running.fail(signal.reason);
    expect(await front.waitOperation({ name })).toMatchObject({ error: { code: Code.CANCELLED } });
    const fixed = await front.start("fixed", undefined);
    await expect(front.cancelOperation(fixed)).rejects.toMatchObject({ code: Code.UNIMPLEMENTED });
  });

  it("tell waiters that an operation was deleted, while its method runs on unseen", async () => {
    const method = createScripted();
    const database = { ...newDatabase(), notifications };
    const methods = { work: method.run };
    await using front = await createPostgresEngine({ ...database, methods, runs: false });
    await using back = await createPostgresEngine({ ...database, methods });
    const { name } = await front.start("work", undefined);
    const { signal } = await method.began;
    const wait = expect(front.waitOperation({ name })).rejects.toMatchObject({
      code: Code.NOT_FOUND,
    });
    await back.deleteOperation({ name });
    await wait;
    expect(signal.aborted).toBe(false);
    method.succeed({});
  });
});

describe("several processes", () => {
  it("start one operation for one requestId, also at once", async () => {
    const database = newDatabase();
    const open = () => createPostgresEngine({ ...database, methods: { nap: () => 1 } });
    const engines = await Promise.all([open(), open(), open()]);
    const starts = engines.flatMap((engine) =>
      [1, 2, 3].map(() => engine.start("nap", undefined, { requestId: "r" })),
    );
    expect(new Set((await Promise.all(starts)).map(({ name }) => name)).size).toBe(1);
    await Promise.all(engines.map((engine) => engine.close()));
  });

  it("leave an operation to one that has its method", async () => {
    const database = newDatabase();
    const other = "odd: näme";
    await using front = await createPostgresEngine({
      ...database,
      runs: false,
      methods: { [other]: elsewhere },
    });
    const { name } = await front.start(other, undefined);
    await using without = await createPostgresEngine({ ...database, methods: { nap: () => 1 } });
    await without.waitOperation(await without.start("nap", undefined));
    expect((await without.getOperation({ name })).done).toBe(false);
    await using _with = await createPostgresEngine({ ...database, methods: { [other]: () => 2 } });
    expect(await without.waitOperation({ name })).toMatchObject({ response: { value: 2 } });
  });

  it("take nobody's word that an operation is to be cancelled: anybody may notify", async () => {
    const database = newDatabase();
    const { connection, schema } = database;
    const method = createScripted();
    const methods = { work: method.run, other: untilAborted };
    await using front = await createPostgresEngine({ ...database, methods, runs: false });
    await using _back = await createPostgresEngine({ ...database, methods });
    const { name } = await front.start("work", undefined);
    const { signal } = await method.began;
    const other = await front.start("other", undefined);
    await execute(
      connection,
      `CREATE ROLE reader_${schema}; GRANT USAGE ON SCHEMA ${schema} TO reader_${schema};
      GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO reader_${schema}; SET ROLE reader_${schema};
      SELECT pg_notify('rx_lro_' || service, 'me cancelled ' || id)
      FROM ${schema}.operation_schema, ${schema}.operation`,
    );
    // Its notification comes after the other.
    await front.cancelOperation(other);
    expect(await front.waitOperation(other)).toMatchObject({ error: { code: Code.CANCELLED } });
    expect(signal.aborted).toBe(false);
    method.succeed({});
    expect(await front.waitOperation({ name })).toMatchObject({ response: {} });
  });

  it("ask the tables seldom, however many notifications tell of cancellations", async () => {
    const database = newDatabase();
    const { connection, schema } = database;
    await using proxy = await createProxy(connection);
    const method = createScripted();
    await using engine = await createPostgresEngine({
      ...{ ...database, connection: proxy.url },
      methods: { work: method.run },
    });
    const { name } = await engine.start("work", undefined);
    await method.began;
    using asked = vi.spyOn(OperationTable.prototype, "check");
    const before = proxy.received;
    await execute(
      connection,
      `SELECT pg_notify('rx_lro_' || service, nth || ' cancelled ' || id)
      FROM ${schema}.operation_schema, ${schema}.operation, generate_series(1, 5000) AS nth`,
    );
    await vi.waitFor(() => expect(proxy.received - before).toBeGreaterThan(5000 * 50), 20_000);
    await engine.getOperation({ name });
    expect(asked.mock.calls.length).toBeLessThan(500);
    method.succeed({});
  });

  it("have leases of their own, whoever starts an operation", async () => {
    const database = newDatabase();
    const { connection, schema } = database;
    const method = createScripted();
    const methods = { work: method.run };
    const front = { ...database, methods, runs: false, leaseMs: 2_000 };
    await using starting = await createPostgresEngine(front);
    await using _running = await createPostgresEngine({ ...database, methods, leaseMs: 60_000 });
    await starting.start("work", undefined);
    await method.began;
    const rows = await execute(connection, `SELECT heartbeat_seconds FROM ${schema}.job`);
    expect(rows).toEqual([{ heartbeat_seconds: 60 }]);
    method.succeed({});
  });

  it("run what was deleted before it could begin", async () => {
    const database = newDatabase();
    const methods = { work: elsewhere };
    await using front = await createPostgresEngine({ ...database, methods, runs: false });
    const { name } = await front.start("work", 7);
    await front.deleteOperation({ name });
    const run = vi.fn();
    await using _back = await createPostgresEngine({ ...database, methods: { work: run } });
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1), 20_000);
    expect(run).toHaveBeenCalledWith(7, expect.objectContaining({ name, attempt: 1 }));
  });

  it("bound their queue together", async () => {
    const database = { ...newDatabase(), maxQueued: 3, runs: false, methods: { nap: () => 1 } };
    const engines = await Promise.all([
      createPostgresEngine(database),
      createPostgresEngine(database),
    ]);
    const starts = engines.flatMap((engine) => [1, 2, 3].map(() => engine.start("nap", undefined)));
    const answers = await Promise.allSettled(starts);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    await Promise.all(engines.map((engine) => engine.close()));
  });
});

describe("waitOperation()", () => {
  it("answers the latest state when its time is over, and is held for maxWaitMs at most", async () => {
    const methods = { work: untilAborted };
    await using engine = await createPostgresEngine({ ...newDatabase(), methods, maxWaitMs: 30 });
    const { name } = await engine.start("work", undefined);
    expect((await engine.waitOperation({ name, timeoutMs: 0 })).done).toBe(false);
    expect((await engine.waitOperation({ name })).done).toBe(false);
    const hurried = engine.waitOperation({ name }, { timeoutMs: 10 });
    await expect(hurried).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });

  it("for a name that no operation can have keeps nobody from looking for work", async () => {
    const onError = vi.fn();
    const database = { ...newDatabase(), notifications: false };
    await using front = await createPostgresEngine({
      ...database,
      runs: false,
      methods: { work: elsewhere },
    });
    await using back = await createPostgresEngine({
      ...database,
      onError,
      methods: { work: () => 1 },
    });
    const { name } = await front.start("work", undefined);
    const refused = { status: "rejected", reason: { code: Code.NOT_FOUND } };
    do {
      const waits = Array.from({ length: 20 }, () => back.waitOperation({ name: "operations/x" }));
      expect(await Promise.allSettled(waits)).toMatchObject(Array(20).fill(refused));
    } while (!(await front.getOperation({ name })).done);
    expect(onError).not.toHaveBeenCalled();
  });

  it("rejects with the reason when its signal aborts", async () => {
    const methods = { work: untilAborted };
    await using engine = await createPostgresEngine({ ...newDatabase(), methods });
    const { name } = await engine.start("work", undefined);
    const controller = new AbortController();
    const wait = engine.waitOperation({ name }, { signal: controller.signal });
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(wait).rejects.toBe(reason);
  });
});
