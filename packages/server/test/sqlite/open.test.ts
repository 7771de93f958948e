import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Code } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { temporaryFile } from "../support/engines.ts";
import { runElsewhere } from "../support/run-elsewhere.ts";

const methods = { nap: () => 1 };

function refusal(file: string, problem: string) {
  return {
    code: Code.FAILED_PRECONDITION,
    rawMessage: expect.stringMatching(new RegExp(`^"${file}" can't be opened: .*${problem}`)),
  };
}

function openElsewhere(file: string) {
  return runElsewhere(`
    import { createSqliteEngine } from "@rx-lro/server/sqlite";
    const opening = createSqliteEngine({ file: ${JSON.stringify(file)}, methods: {} });
    const [{ status, reason }] = await Promise.allSettled([opening]);
    process.stdout.write(reason?.message ?? status);`);
}

describe("a second engine", () => {
  it("is refused in this process, also through a link, until the first is closed", async () => {
    const file = temporaryFile();
    const link = `${file}.link`;
    const first = await createSqliteEngine({ file, methods });
    symlinkSync(file, link);
    await expect(createSqliteEngine({ file, methods })).rejects.toMatchObject(
      refusal(file, "another engine has it, in this process or another; close that one"),
    );
    await expect(createSqliteEngine({ file: link, methods })).rejects.toMatchObject(
      refusal(file, "another engine has it"),
    );
    const { name } = await first.start("nap", undefined);
    expect((await first.waitOperation({ name })).done).toBe(true);
    await first.close();
    await using second = await createSqliteEngine({ file: link, methods });
    expect((await second.getOperation({ name })).done).toBe(true);
  });

  it("is refused though the first made the file through a link, whose service stays the same", async () => {
    const file = temporaryFile();
    const link = `${file}.link`;
    symlinkSync(file, link);
    const first = await createSqliteEngine({ file: link, methods });
    await expect(createSqliteEngine({ file: link, methods })).rejects.toMatchObject(
      refusal(file, "another engine has it"),
    );
    await first.close();
    await using second = await createSqliteEngine({ file, methods });
    expect(second.service).toBe(first.service);
  });

  it("is refused in another process, even when this one has read and closed the file", async () => {
    const file = temporaryFile();
    const engine = await createSqliteEngine({ file, methods });
    readFileSync(file);
    expect(openElsewhere(file)).toEqual({
      status: 0,
      stdout: expect.stringContaining(`"${file}" can't be opened: another engine has it`),
    });
    await engine.close();
    expect(openElsewhere(file)).toEqual({ status: 0, stdout: "fulfilled" });
  }, 20_000);
});

describe("a file that can't be used", () => {
  it("isn't a database", async () => {
    const file = temporaryFile();
    writeFileSync(file, "operations of another kind, in words\n".repeat(100));
    await expect(createSqliteEngine({ file, methods })).rejects.toMatchObject(
      refusal(file, "it isn't a SQLite database; choose another file"),
    );
    expect(readFileSync(file, "utf8")).toMatch(/^operations of another kind/);
  });

  it("is another program's database, which stays as it is", async () => {
    const file = temporaryFile();
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE operation (name TEXT)");
    other.close();
    const before = readFileSync(file);
    await expect(createSqliteEngine({ file, methods })).rejects.toMatchObject(
      refusal(file, "it is another program's database"),
    );
    expect(readFileSync(file)).toEqual(before);
  });

  it("has the schema of a newer release", async () => {
    const file = temporaryFile();
    await (await createSqliteEngine({ file, methods })).close();
    const newer = new DatabaseSync(file);
    newer.exec("PRAGMA user_version = 4");
    newer.close();
    await expect(createSqliteEngine({ file, methods })).rejects.toMatchObject(
      refusal(
        file,
        "its schema has version 4, this release knows 3; use the release that wrote it",
      ),
    );
  });

  it("has another schema than it says, and is free again after the refusal", async () => {
    const file = temporaryFile();
    await (await createSqliteEngine({ file, methods })).close();
    const spoilt = new DatabaseSync(file);
    spoilt.exec("ALTER TABLE operation RENAME COLUMN attempt TO attempts");
    const open = () => createSqliteEngine({ file, methods });
    await expect(open()).rejects.toMatchObject(refusal(file, "no column named attempt"));
    spoilt.exec("ALTER TABLE operation RENAME COLUMN attempts TO attempt");
    spoilt.close();
    await (await open()).close();
  });

  it("is in a folder that isn't there, or is one", async () => {
    const file = `${temporaryFile()}/operations.db`;
    const problem = "it isn't a file that can be written; create its folder";
    await expect(createSqliteEngine({ file, methods })).rejects.toMatchObject(
      refusal(file, problem),
    );
    expect(existsSync(file)).toBe(false);
    const folder = dirname(temporaryFile());
    await expect(createSqliteEngine({ file: folder, methods })).rejects.toMatchObject(
      refusal(folder, problem),
    );
    expect(existsSync(`${folder}-lock`)).toBe(false);
  });

  it.each(["", ":memory:"])("has no path: %j", async (file) => {
    await expect(createSqliteEngine({ file, methods })).rejects.toThrow(TypeError);
  });

  it("is free again after a refusal", async () => {
    const file = temporaryFile();
    const options = { file, methods, concurrency: 0 };
    await expect(createSqliteEngine(options)).rejects.toThrow(RangeError);
    await using engine = await createSqliteEngine({ file, methods });
    expect(await engine.listOperations({ name: "" })).toEqual({ operations: [] });
  });
});
