import { Code } from "@rx-lro/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LocalBackend } from "../../src/engine/local-backend.ts";
import { OperationsEngine } from "../../src/engine/operations-engine.ts";
import type { EngineOptions, Methods } from "../../src/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { openSqliteFile } from "../../src/sqlite/sqlite-file.ts";
import { createSqliteStore } from "../../src/sqlite/sqlite-store.ts";
import { temporaryFile } from "../support/engines.ts";
import { createScripted, untilAborted } from "../support/methods.ts";

const BIG = "x".repeat(100_000);

/** An engine whose database the test may spoil. */
function createSpoilable<const M extends Methods>(options: EngineOptions<M>) {
  const file = openSqliteFile(temporaryFile());
  const { path, database } = file;
  const store = createSqliteStore(file, { retentionMs: Number.POSITIVE_INFINITY });
  const engine = new OperationsEngine(new LocalBackend(store, options), {
    service: "test",
    ...options,
  });
  const pages = () => Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
  return {
    path,
    engine,
    fillDisk: () => database.exec(`PRAGMA max_page_count = ${pages()}`),
    freeDisk: () => database.exec("PRAGMA max_page_count = 100000"),
    /** Refuses updates that fit a condition on the new row. */
    refuse: (condition: string) =>
      database.exec(`CREATE TEMP TRIGGER refuse BEFORE UPDATE ON main.operation WHEN ${condition}
        BEGIN SELECT RAISE(ABORT, 'refused by the test'); END`),
    accept: () => database.exec("DROP TRIGGER refuse"),
  };
}

describe("a disk that is full", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("refuses a start with RESOURCE_EXHAUSTED, and nothing has begun or begins later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const work = vi.fn();
    const { engine, fillDisk, freeDisk } = createSpoilable({ methods: { work } });
    await using _closed = engine;
    fillDisk();
    const options = { requestId: "r" };
    const starts = [engine.start("work", BIG, options), engine.start("work", BIG, options)];
    const refused = { status: "rejected", reason: { code: Code.RESOURCE_EXHAUSTED } };
    expect(await Promise.allSettled(starts)).toMatchObject([refused, refused]);
    expect(await engine.listOperations({ name: "" })).toEqual({ operations: [] });
    freeDisk();
    await vi.advanceTimersByTimeAsync(1000);
    const { name } = await engine.start("work", BIG, options);
    expect((await engine.waitOperation({ name })).done).toBe(true);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("refuses a start that doesn't fit, and not the others of its turn", async () => {
    const { engine, fillDisk } = createSpoilable({ methods: { work: untilAborted } });
    await using _closed = engine;
    fillDisk();
    const starts = [1, BIG, 2].map((input) => engine.start("work", input));
    const answers = await Promise.allSettled(starts);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await engine.listOperations({ name: "" })).operations).toHaveLength(2);
  });

  it("keeps no room in the queue for a start that it refuses", async () => {
    const first = createScripted();
    const methods = { first: first.run, work: () => 1 };
    const { engine, fillDisk, freeDisk } = createSpoilable({
      concurrency: 1,
      maxQueued: 1,
      methods,
    });
    await using _closed = engine;
    await engine.start("first", undefined);
    await first.began;
    fillDisk();
    await expect(engine.start("work", BIG)).rejects.toThrow("the operations' database refused");
    freeDisk();
    const { name } = await engine.start("work", undefined);
    first.succeed({});
    expect((await engine.waitOperation({ name })).done).toBe(true);
  });

  it("keeps a result until it can be stored, and shows it then", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const method = createScripted();
    const { engine, fillDisk, freeDisk } = createSpoilable({ methods: { work: method.run } });
    await using _closed = engine;
    const { name } = await engine.start("work", undefined);
    await method.began;
    fillDisk();
    method.succeed({ BIG });
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    expect((await engine.getOperation({ name })).done).toBe(false);
    await engine.cancelOperation({ name });
    const wait = engine.waitOperation({ name });
    freeDisk();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await wait).toMatchObject({ done: true, response: { BIG } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("loses a result that can't be stored before the engine closes; the method runs again", async () => {
    const { engine, fillDisk, path } = createSpoilable({
      methods: { work: () => BIG },
      closeGraceMs: 0,
    });
    fillDisk();
    const { name } = await engine.start("work", undefined);
    await expect(engine.waitOperation({ name, timeoutMs: 20 })).resolves.toMatchObject({
      done: false,
    });
    await engine.close();
    const methods = { work: (_: unknown, { attempt }: { attempt: number }) => ({ attempt }) };
    await using again = await createSqliteEngine({ file: path, methods });
    expect((await again.waitOperation({ name })).response).toMatchObject({ attempt: 2 });
  });
});

describe("a change that can't be stored", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("rejects the cancellation with UNAVAILABLE, and the method isn't told", async () => {
    const method = createScripted();
    const { engine, refuse, accept } = createSpoilable({ methods: { work: method.run } });
    await using _closed = engine;
    const { name } = await engine.start("work", undefined);
    const { signal, report } = await method.began;
    refuse("NEW.cancel_requested");
    const cancel = engine.cancelOperation({ name });
    report({ progress: 0.5 });
    await expect(cancel).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      rawMessage: "the operations' database refused: refused by the test",
      cause: expect.any(Error),
    });
    expect(signal.aborted).toBe(false);
    report({ stage: "write" });
    expect(await engine.getOperation({ name })).toMatchObject({
      metadata: { progress: 0.5, stage: "write", cancelRequested: false },
    });
    accept();
    await engine.cancelOperation({ name });
    expect(signal.aborted).toBe(true);
    method.fail(signal.reason);
    expect((await engine.waitOperation({ name })).error?.code).toBe(Code.CANCELLED);
  });

  it("holds a method back until its attempt is stored", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const first = createScripted();
    const second = vi.fn();
    const { engine, refuse, accept } = createSpoilable({
      concurrency: 1,
      methods: { first: first.run, second },
    });
    await using _closed = engine;
    const running = await engine.start("first", undefined);
    const queued = await engine.start("second", undefined);
    refuse("NEW.attempt = 1 AND NEW.result IS NULL");
    first.succeed({});
    await engine.waitOperation(running);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    expect(second).not.toHaveBeenCalled();
    accept();
    await vi.advanceTimersByTimeAsync(1000);
    expect((await engine.waitOperation(queued)).done).toBe(true);
    expect(second).toHaveBeenCalledTimes(1);
  });

  it("is tried no more once the engine is closed", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const deleted = createScripted();
    const methods = { deleted: deleted.run, queued: untilAborted };
    const options = { concurrency: 1, closeGraceMs: 0, methods };
    const { engine, refuse } = createSpoilable(options);
    const running = await engine.start("deleted", undefined);
    await deleted.began;
    await engine.deleteOperation(running);
    const queued = await engine.start("queued", undefined);
    refuse("NEW.result IS NOT NULL");
    const cancelled = engine.cancelOperation(queued);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    const closed = engine.close();
    await vi.advanceTimersByTimeAsync(0);
    await closed;
    await cancelled;
    deleted.succeed({});
    await new Promise(setImmediate);
    expect(vi.getTimerCount()).toBe(0);
  });
});
