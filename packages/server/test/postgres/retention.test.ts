import { Code } from "@rx-lro/core";
import { describe, expect, it, vi } from "vitest";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { newDatabase } from "../support/engines.ts";
import { execute } from "../support/execute.ts";
import { untilAborted } from "../support/methods.ts";

const methods = { nap: () => 1, work: untilAborted };

describe("retentionMs", () => {
  it("hides what ended that long ago, deletes it, and keeps what runs", async () => {
    const database = newDatabase();
    await using engine = await createPostgresEngine({ ...database, methods, retentionMs: 1 });
    const ended = await engine.start("nap", undefined, { requestId: "r" });
    const running = await engine.start("work", undefined);
    await vi.waitFor(async () => {
      await expect(engine.getOperation(ended)).rejects.toMatchObject({ code: Code.NOT_FOUND });
    });
    await expect(engine.deleteOperation(ended)).rejects.toMatchObject({ code: Code.NOT_FOUND });
    await expect(engine.cancelOperation(ended)).rejects.toMatchObject({ code: Code.NOT_FOUND });
    const { operations } = await engine.listOperations({ name: "" });
    expect(operations.map(({ name }) => name)).toEqual([running.name]);
    const again = await engine.start("nap", undefined, { requestId: "r" });
    expect(again.name).not.toBe(ended.name);
    await vi.waitFor(async () => {
      const rows = await execute(
        database.connection,
        `SELECT name FROM ${database.schema}.operation`,
      );
      expect(rows).toEqual([{ name: running.name }]);
    }, 20_000);
  });

  it("keeps for ever when it is Infinity", async () => {
    const database = newDatabase();
    const retentionMs = Number.POSITIVE_INFINITY;
    await using engine = await createPostgresEngine({ ...database, methods, retentionMs });
    await engine.waitOperation(await engine.start("nap", undefined));
    const rows = await execute(
      database.connection,
      `SELECT expire_time::text, state, done, code FROM ${database.schema}.operation`,
    );
    expect(rows).toEqual([{ expire_time: "infinity", state: "SUCCEEDED", done: true, code: 0 }]);
  });

  it.each([0, -1, Number.NaN])("can't be %d", async (retentionMs) => {
    const options = { ...newDatabase(), methods, retentionMs };
    await expect(createPostgresEngine(options)).rejects.toThrow(RangeError);
  });
});
