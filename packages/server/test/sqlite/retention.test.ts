import { DatabaseSync } from "node:sqlite";
import { Code } from "@rx-lro/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { temporaryFile } from "../support/engines.ts";
import { untilAborted } from "../support/methods.ts";

const methods = { nap: () => 1, work: untilAborted };

describe("retentionMs", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("hides what ended that long ago, and keeps what runs", async () => {
    await using engine = await createSqliteEngine({
      file: temporaryFile(),
      methods,
      retentionMs: 5000,
    });
    const ended = await engine.start("nap", undefined, { requestId: "r" });
    const running = await engine.start("work", undefined);
    await engine.waitOperation(ended);
    vi.setSystemTime(1_004_999);
    expect((await engine.getOperation(ended)).done).toBe(true);
    vi.setSystemTime(1_005_000);
    await expect(engine.getOperation(ended)).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await expect(engine.waitOperation(ended)).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await expect(engine.deleteOperation(ended)).rejects.toMatchObject({ code: Code.NOT_FOUND });
    const { operations } = await engine.listOperations({ name: "" });
    expect(operations.map(({ name }) => name)).toEqual([running.name]);
    const again = await engine.start("nap", undefined, { requestId: "r" });
    expect(again.name).not.toBe(ended.name);
  });

  it("deletes with each commit a hundred more than it adds, the oldest first", async () => {
    const file = temporaryFile();
    await using engine = await createSqliteEngine({ file, methods, retentionMs: 5000 });
    const start = (method: "nap" | "work", count: number) =>
      Promise.all(Array.from({ length: count }, () => engine.start(method, undefined)));
    for (const started of await start("nap", 350)) await engine.waitOperation(started);
    const reader = new DatabaseSync(file, { readOnly: true });
    const count = () => reader.prepare("SELECT count(*) AS rows FROM operation").get()?.["rows"];
    const counts = [count()];
    vi.setSystemTime(1_010_000);
    const [, second] = await start("work", 200);
    counts.push(count());
    await engine.deleteOperation({ name: second?.name ?? "" });
    counts.push(count());
    reader.close();
    expect(counts).toEqual([350, 250, 199]);
  });

  it("keeps for ever when it is Infinity", async () => {
    const retentionMs = Number.POSITIVE_INFINITY;
    await using engine = await createSqliteEngine({ file: temporaryFile(), methods, retentionMs });
    const ended = await engine.start("nap", undefined);
    await engine.waitOperation(ended);
    vi.setSystemTime(9_000_000_000_000);
    expect((await engine.getOperation(ended)).done).toBe(true);
  });

  it.each([0, -1, Number.NaN])("can't be %d", async (retentionMs) => {
    const options = { file: temporaryFile(), methods, retentionMs };
    await expect(createSqliteEngine(options)).rejects.toThrow(RangeError);
  });
});
