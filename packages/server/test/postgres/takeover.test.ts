import { Code } from "@rx-lro/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { MethodContext } from "../../src/index.ts";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { OperationTable } from "../../src/postgres/operation-table.ts";
import { newDatabase } from "../support/engines.ts";
import { execute } from "../support/execute.ts";
import { createScripted, untilAborted } from "../support/methods.ts";

const attemptOf = (input: unknown, { attempt }: MethodContext) => ({ input, attempt });
const ignored = (): Promise<never> => new Promise(() => undefined);

/** Makes all leases run out, as if their processes had been silent. */
async function endLeases({ connection, schema }: ReturnType<typeof newDatabase>): Promise<void> {
  await execute(connection, `UPDATE ${schema}.job SET heartbeat_on = now() - interval '1 hour'`);
}

describe("an engine that closes", () => {
  it("hands over what it ran at once: attempt, input and what was reported", async () => {
    const database = newDatabase();
    const runs: MethodContext[] = [];
    const run = (_: unknown, context: MethodContext) => {
      runs.push(context);
      return untilAborted(_, context);
    };
    const first = await createPostgresEngine({ ...database, methods: { work: run } });
    const starts = Array.from({ length: 20 }, () => first.start("work", { text: "\u0000" }));
    const operations = await Promise.all(starts);
    await vi.waitFor(() => expect(runs).toHaveLength(20), 20_000);
    await using second = await createPostgresEngine({ ...database, methods: { work: attemptOf } });
    for (const { report } of runs) report({ stage: "open" });
    // What is reported next waits for its turn to be written.
    await first.listOperations({ name: "" });
    for (const { report } of runs) report({ stage: "read" });
    await first.close();
    for (const operation of operations) {
      expect(await second.waitOperation(operation)).toMatchObject({
        response: { input: { text: "\u0000" }, attempt: 2 },
        metadata: { stage: "read" },
      });
    }
  });

  it("hands over at once what ignores its signal, and is silent afterwards", async () => {
    const database = { ...newDatabase(), leaseMs: 60_000 };
    const method = createScripted();
    const onError = vi.fn();
    const methods = { work: method.run };
    const first = await createPostgresEngine({ ...database, methods, onError, closeGraceMs: 0 });
    const { name } = await first.start("work", undefined);
    const { report } = await method.began;
    await first.close();
    await using second = await createPostgresEngine({ ...database, methods: { work: attemptOf } });
    expect(await second.waitOperation({ name })).toMatchObject({ response: { attempt: 2 } });
    report({ late: true });
    method.succeed({ late: true });
    await second.waitOperation(await second.start("work", undefined));
    expect(onError).not.toHaveBeenCalled();
  });

  it.each([true, false])(
    "finishes what it was asked before, with notifications: %j",
    async (notifications) => {
      const database = { ...newDatabase(), notifications };
      const onError = vi.fn();
      const methods = { work: attemptOf };
      const first = await createPostgresEngine({ ...database, methods, onError });
      // What it does at first is over by then.
      await first.waitOperation(await first.start("work", undefined));
      const starts = Array.from({ length: 100 }, (_, n) => first.start("work", n));
      await first.close();
      const answers = await Promise.all(starts);
      await using second = await createPostgresEngine({ ...database, methods });
      const done = await Promise.all(answers.map((answer) => second.waitOperation(answer)));
      expect(done.map(({ response }) => response?.["input"])).toEqual([...starts.keys()]);
      expect(onError).not.toHaveBeenCalled();
    },
  );

  it("leaves it to those that run methods how often an operation runs", async () => {
    const database = newDatabase();
    const method = createScripted();
    const methods = { work: method.run };
    const front = { ...database, methods, runs: false, maxAttempts: 1 };
    const first = await createPostgresEngine({ ...database, methods });
    const { name } = await first.start("work", undefined);
    const { signal } = await method.began;
    const closing = first.close();
    method.fail(signal.reason);
    await closing;
    using looked = vi.spyOn(OperationTable.prototype, "interrupted");
    await using _front = await createPostgresEngine(front);
    await vi.waitFor(() => expect(looked.mock.settledResults[0]).toMatchObject({ value: [{}] }));
    await using second = await createPostgresEngine({ ...database, methods: { work: attemptOf } });
    expect(await second.waitOperation({ name })).toMatchObject({ response: { attempt: 2 } });
  });

  it("stores what completes and fails by then", async () => {
    const database = newDatabase();
    const method = createScripted();
    const first = await createPostgresEngine({ ...database, methods: { work: method.run } });
    const { name } = await first.start("work", undefined);
    await method.began;
    const closing = first.close();
    method.succeed({ kept: true });
    await closing;
    await using second = await createPostgresEngine({ ...database, methods: { work: attemptOf } });
    expect(await second.getOperation({ name })).toMatchObject({ response: { kept: true } });
  });

  it("ends what isn't run again with ABORTED, though no process has room", async () => {
    const database = newDatabase();
    const fixed = { onInterruption: "fail" } as const;
    const began = createScripted();
    const methods = { once: { ...fixed, run: untilAborted }, work: began.run };
    const first = await createPostgresEngine({ ...database, methods });
    const { name } = await first.start("once", undefined);
    await first.start("work", undefined);
    await began.began;
    await vi.waitFor(async () => {
      expect((await first.getOperation({ name })).metadata).toHaveProperty("startTime");
    });
    await using second = await createPostgresEngine({
      ...database,
      concurrency: 1,
      closeGraceMs: 0,
      methods: { ...methods, work: ignored, busy: createScripted().run },
    });
    await second.start("busy", undefined);
    const closing = first.close();
    expect(await second.waitOperation({ name })).toMatchObject({
      error: {
        code: Code.ABORTED,
        message: "the engine ended during attempt 1; the method once isn't run again",
      },
    });
    began.succeed({});
    await closing;
  });
});

describe("a process that was silent for too long", () => {
  it("loses its operation to another, and its late result is refused", async () => {
    const database = { ...newDatabase(), leaseMs: 60_000 };
    const late = createScripted();
    const taken = createScripted();
    await using first = await createPostgresEngine({
      ...database,
      // Its method ignores the signal, and so leaves no room to take the operation again.
      concurrency: 1,
      methods: { work: late.run },
    });
    const { name } = await first.start("work", undefined);
    const { report } = await late.began;
    await using _second = await createPostgresEngine({ ...database, methods: { work: taken.run } });
    await endLeases(database);
    const { attempt } = await taken.began;
    report({ late: true });
    late.succeed({ late: true });
    // Reads what it has reported, too.
    const { done, metadata } = await first.getOperation({ name });
    expect({ attempt, done, metadata }).toMatchObject({ attempt: 2, done: false });
    expect(metadata).not.toHaveProperty("late");
    taken.succeed({ attempt });
    expect(await first.waitOperation({ name })).toMatchObject({ response: { attempt: 2 } });
  });

  it("is told to stop", async () => {
    const database = { ...newDatabase(), leaseMs: 60_000 };
    const method = createScripted();
    const methods = { work: method.run };
    await using engine = await createPostgresEngine({ ...database, methods, concurrency: 1 });
    await engine.start("work", undefined);
    const { signal } = await method.began;
    await endLeases(database);
    await vi.waitFor(() => expect(signal.aborted).toBe(true), 30_000);
    expect(signal.reason).toMatchObject({
      name: "AbortError",
      message: "another process has taken the operation over",
    });
    method.fail(signal.reason);
  });

  it("is told to stop though it runs the operation again itself", async () => {
    const database = { ...newDatabase(), leaseMs: 60_000 };
    const runs: MethodContext[] = [];
    const run = (_: unknown, context: MethodContext) => {
      runs.push(context);
      return untilAborted(_, context);
    };
    await using engine = await createPostgresEngine({ ...database, methods: { work: run } });
    const { name } = await engine.start("work", undefined);
    await vi.waitFor(() => expect(runs).toHaveLength(1), 20_000);
    await execute(database.connection, `UPDATE ${database.schema}.job SET state = 'retry'`);
    // Lets it look for jobs before it checks what it has.
    await engine.start("work", undefined);
    await vi.waitFor(
      () => expect(runs.filter((each) => each.name === name)).toHaveLength(2),
      20_000,
    );
    await vi.waitFor(() => expect(runs[0]?.signal.aborted).toBe(true), 5_000);
    expect(runs.map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
  });

  it("may have its operation run maxAttempts times", async () => {
    const database = { ...newDatabase(), maxAttempts: 1, leaseMs: 60_000 };
    const method = createScripted();
    await using engine = await createPostgresEngine({ ...database, methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    await method.began;
    await endLeases(database);
    expect(await engine.waitOperation({ name })).toMatchObject({
      error: {
        code: Code.ABORTED,
        message: "the engine ended during attempt 1; the limit is 1",
      },
    });
    method.succeed({});
  });

  it("has its operation ended if it was asked to cancel", async () => {
    const database = { ...newDatabase(), leaseMs: 60_000 };
    const methods = { work: ignored };
    const engine = await createPostgresEngine({ ...database, methods, closeGraceMs: 0 });
    onTestFinished(() => engine.close());
    const { name } = await engine.start("work", undefined);
    await vi.waitFor(async () => {
      expect((await engine.getOperation({ name })).metadata).toHaveProperty("startTime");
    });
    await engine.cancelOperation({ name });
    await endLeases(database);
    expect(await engine.waitOperation({ name })).toMatchObject({ error: { code: Code.CANCELLED } });
  });
});
