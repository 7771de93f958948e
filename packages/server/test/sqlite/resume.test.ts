import { Code } from "@rx-lro/core";
import { describe, expect, it, vi } from "vitest";
import type { MethodContext } from "../../src/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { temporaryFile } from "../support/engines.ts";
import { createScripted, untilAborted } from "../support/methods.ts";

const ignored = (): Promise<never> => new Promise(() => undefined);
const attemptOf = (_input: unknown, { attempt }: MethodContext) => ({ attempt });

describe("a file that is opened again", () => {
  it("shows what it showed before", async () => {
    const file = temporaryFile();
    const methods = { work: (input: { n: number }) => input, fail: () => Promise.reject("no") };
    const options = { parent: "projects/p", requestId: "r", metadata: { description: "ü" } };
    const first = await createSqliteEngine({ file, methods });
    const { name } = await first.start("work", { n: 1 }, options);
    const failed = await first.start("fail", undefined, { parent: "projects/p" });
    await Promise.all([first.waitOperation({ name }), first.waitOperation(failed)]);
    const before = await first.listOperations({ name: "projects/p" });
    await first.close();
    await using second = await createSqliteEngine({ file, methods });
    expect(await second.listOperations({ name: "projects/p" })).toEqual(before);
    expect(before.operations.map(({ done }) => done)).toEqual([true, true]);
    expect(await second.start("work", { n: 2 }, options)).toEqual(before.operations[0]);
    expect(second.service).toBe(first.service);
  });

  it("continues a list with a token from before", async () => {
    const file = temporaryFile();
    const first = await createSqliteEngine({ file, methods: { nap: () => 1 } });
    const one = await first.start("nap", undefined);
    const two = await first.start("nap", undefined);
    const { nextPageToken = "" } = await first.listOperations({ name: "", pageSize: 1 });
    await first.deleteOperation(one);
    await first.close();
    await using second = await createSqliteEngine({ file, methods: { nap: () => 1 } });
    const three = await second.start("nap", undefined);
    const { operations } = await second.listOperations({ name: "", pageToken: nextPageToken });
    expect(operations.map(({ name }) => name)).toEqual([two.name, three.name]);
  });

  it("runs an operation maxAttempts times, though each is interrupted", async () => {
    const options = { file: temporaryFile(), methods: { work: untilAborted }, maxAttempts: 2 };
    const first = await createSqliteEngine(options);
    const { name } = await first.start("work", undefined);
    await first.close();
    await (await createSqliteEngine(options)).close();
    await using third = await createSqliteEngine(options);
    expect(await third.getOperation({ name })).toMatchObject({
      error: {
        code: Code.ABORTED,
        message: "the engine ended during attempt 2; the limit is 2",
      },
    });
  });

  it("runs again what was running, and tells the attempt", async () => {
    const file = temporaryFile();
    const input = { tiles: [1] };
    const first = await createSqliteEngine({ file, methods: { work: untilAborted } });
    const { name } = await first.start("work", input);
    await first.close();
    const second = await createSqliteEngine({ file, methods: { work: ignored }, closeGraceMs: 0 });
    const { metadata } = await second.getOperation({ name });
    await second.close();
    const calls: unknown[] = [];
    await using third = await createSqliteEngine({
      file,
      methods: { work: (given: unknown, { attempt }) => void calls.push([given, attempt]) },
    });
    const done = await third.waitOperation({ name });
    expect(calls).toEqual([[input, 3]]);
    expect(done).toMatchObject({ done: true, metadata: { startTime: metadata?.["startTime"] } });
  });

  it("runs what was queued, in order, whatever its method wants after an interruption", async () => {
    const file = temporaryFile();
    const first = await createSqliteEngine({
      file,
      concurrency: 1,
      methods: { work: untilAborted, note: { run: () => 1, onInterruption: "fail" } },
    });
    await first.start("work", undefined);
    const { name } = await first.start("note", 1);
    const last = await first.start("note", 2);
    await first.close();
    const order: unknown[] = [];
    const run = (input: unknown, { attempt }: MethodContext) => void order.push([input, attempt]);
    await using second = await createSqliteEngine({
      file,
      concurrency: 1,
      methods: { work: () => void order.push("work"), note: { run, onInterruption: "fail" } },
    });
    await Promise.all([second.waitOperation({ name }), second.waitOperation(last)]);
    expect(order).toEqual(["work", [1, 1], [2, 1]]);
  });

  it("ends what was running with ABORTED when its method says so", async () => {
    const file = temporaryFile();
    const work = { run: untilAborted, onInterruption: "fail" } as const;
    const first = await createSqliteEngine({ file, methods: { work } });
    const { name } = await first.start("work", undefined);
    await first.close();
    await using second = await createSqliteEngine({ file, methods: { work } });
    expect(await second.getOperation({ name })).toMatchObject({
      done: true,
      error: {
        code: Code.ABORTED,
        message: "the engine ended during attempt 1; the method work isn't run again",
      },
    });
  });

  it("ends what was being cancelled as CANCELLED, and doesn't run it", async () => {
    const file = temporaryFile();
    const first = await createSqliteEngine({ file, methods: { work: ignored }, closeGraceMs: 0 });
    const { name } = await first.start("work", undefined);
    await first.cancelOperation({ name });
    await first.close();
    const work = vi.fn();
    await using second = await createSqliteEngine({ file, methods: { work } });
    expect(await second.getOperation({ name })).toMatchObject({
      done: true,
      metadata: { cancelRequested: true, endTime: expect.any(String) },
      error: { code: Code.CANCELLED },
    });
    expect(work).not.toHaveBeenCalled();
  });

  it("ends with UNIMPLEMENTED what has no method any more", async () => {
    const file = temporaryFile();
    const first = await createSqliteEngine({ file, methods: { work: untilAborted } });
    const { name } = await first.start("work", undefined);
    await first.close();
    await using second = await createSqliteEngine({ file, methods: {} });
    expect(await second.getOperation({ name })).toMatchObject({
      done: true,
      metadata: { "@type": "type.googleapis.com/rx_lro.WorkMetadata" },
      error: {
        code: Code.UNIMPLEMENTED,
        message: "the engine was opened again without the method work",
      },
    });
    await second.cancelOperation({ name });
  });

  it("keeps what ended while the engine closed", async () => {
    const file = temporaryFile();
    const method = createScripted();
    const failing = async (_input: unknown, { signal }: MethodContext) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      throw new Error("disk full");
    };
    const first = await createSqliteEngine({ file, methods: { work: method.run, failing } });
    const work = await first.start("work", undefined);
    const failed = await first.start("failing", undefined);
    await method.began;
    const closing = first.close();
    method.succeed({ kept: true });
    await closing;
    await using second = await createSqliteEngine({
      file,
      methods: { work: attemptOf, failing: attemptOf },
    });
    expect(await second.getOperation(work)).toMatchObject({ response: { kept: true } });
    expect(await second.getOperation(failed)).toMatchObject({ error: { message: "disk full" } });
  });

  it("keeps a deleted operation away, though its method was running", async () => {
    const file = temporaryFile();
    const first = await createSqliteEngine({ file, methods: { work: untilAborted } });
    const { name } = await first.start("work", undefined);
    await first.deleteOperation({ name });
    await first.close();
    await using second = await createSqliteEngine({ file, methods: { work: untilAborted } });
    expect(await second.listOperations({ name: "" })).toEqual({ operations: [] });
  });
});
