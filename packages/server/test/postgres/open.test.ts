import { inspect } from "node:util";
import { Code } from "@rx-lro/core";
import { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { newDatabase } from "../support/engines.ts";
import { execute } from "../support/execute.ts";

const methods = { nap: () => 1 };

/** A database's URL with another part. */
function change(url: string, parts: Partial<Record<"username" | "password" | "port", string>>) {
  return Object.assign(new URL(url), parts).href;
}

describe("createPostgresEngine()", () => {
  it("makes its schema once, though several processes come at once", async () => {
    const database = newDatabase();
    const open = () => createPostgresEngine({ ...database, methods });
    const engines = await Promise.all([open(), open(), open(), open()]);
    expect(new Set(engines.map(({ service }) => service)).size).toBe(1);
    for (const engine of engines) await engine.waitOperation(await engine.start("nap", undefined));
    await Promise.all(engines.map((engine) => engine.close()));
  });

  it("keeps schemas apart, and takes a configuration of pg", async () => {
    const { connection, schema } = newDatabase();
    const config = { connectionString: connection, max: 1 };
    await using one = await createPostgresEngine({ connection: config, schema, methods });
    await using other = await createPostgresEngine({ ...newDatabase(), methods });
    const { name } = await one.start("nap", undefined);
    expect((await one.waitOperation({ name })).done).toBe(true);
    await expect(other.getOperation({ name })).rejects.toMatchObject({ code: Code.NOT_FOUND });
    expect(one.service).not.toBe(other.service);
  });

  it("takes a pool that others have too, and leaves it to its owner", async () => {
    const { connection, schema } = newDatabase();
    const pool = new Pool({ connectionString: connection, max: 2 });
    const one = await createPostgresEngine({ connection: pool, schema, methods });
    const other = await createPostgresEngine({ ...newDatabase(), connection: pool, methods });
    for (const engine of [one, other]) {
      const { name } = await engine.start("nap", undefined);
      expect((await engine.waitOperation({ name })).done).toBe(true);
    }
    await Promise.all([one.close(), other.close()]);
    expect((await pool.query("SELECT 1 AS works")).rows).toEqual([{ works: 1 }]);
    await pool.end();
  });

  it("says that the password is wrong", async () => {
    const { connection, schema } = newDatabase();
    const wrong = change(connection, { password: "wrong" });
    await expect(
      createPostgresEngine({ connection: wrong, schema, methods }),
    ).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: `the schema "${schema}" can't be opened: password authentication failed for user "lro"; correct the connection's user and password, or the server's pg_hba.conf`,
    });
  });

  it("says that there is no such database", async () => {
    const { connection, schema } = newDatabase();
    const wrong = new URL("nowhere", connection).href;
    await expect(
      createPostgresEngine({ connection: wrong, schema, methods }),
    ).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: expect.stringContaining('database "nowhere" does not exist; create the database'),
    });
  });

  it("says that the database can't hold all texts", async () => {
    const { connection, schema } = newDatabase();
    await execute(
      connection,
      `CREATE DATABASE ${schema} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`,
    );
    const latin = new URL(schema, connection).href;
    await expect(
      createPostgresEngine({ connection: latin, schema, methods }),
    ).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: expect.stringContaining("encoding is LATIN1"),
    });
  });

  it("says that no PostgreSQL answers", async () => {
    const { connection, schema } = newDatabase();
    const wrong = change(connection, { port: "1" });
    await expect(
      createPostgresEngine({ connection: wrong, schema, methods }),
    ).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      rawMessage: expect.stringMatching(/no PostgreSQL answers: .*ECONNREFUSED.*; start it/),
    });
  });

  it.each([
    ["postgresql://lro:se#cret@localhost/app", "Invalid URL"],
    ["postgresql://localhost:port/app", "Invalid URL"],
    [
      "postgresql://lro:secret@localhost/app?sslrootcert=/nowhere/root.crt",
      "ENOENT: no such file or directory, open '/nowhere/root.crt'",
    ],
  ])("says what is wrong with the connection %s, without the password", async (wrong, problem) => {
    const rejection = await createPostgresEngine({ connection: wrong, methods }).catch((e) => e);
    expect(rejection).toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: `the connection can't be used: ${problem}; it must be like "postgresql://lro:secret@localhost/app", and the files that it names readable`,
    });
    expect(inspect(rejection.cause)).not.toMatch(/se#?cret/);
  });

  it("says which right is missing, and needs none to make what is there", async () => {
    const { connection, schema } = newDatabase();
    const role = `role_${schema}`;
    await execute(connection, `CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
    const limited = change(connection, { username: role });
    const open = () => createPostgresEngine({ connection: limited, schema, methods });
    await expect(open()).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: expect.stringContaining("permission denied for database postgres; grant it"),
    });
    await (await createPostgresEngine({ connection, schema, methods })).close();
    await execute(
      connection,
      `GRANT USAGE ON SCHEMA ${schema} TO ${role};
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
       GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};`,
    );
    await using engine = await open();
    const { name } = await engine.start("nap", undefined);
    expect((await engine.waitOperation({ name })).done).toBe(true);
  });

  it("refuses the schema of a newer release", async () => {
    const { connection, schema } = newDatabase();
    await (await createPostgresEngine({ connection, schema, methods })).close();
    await execute(connection, `UPDATE ${schema}.operation_schema SET version = 99`);
    await expect(createPostgresEngine({ connection, schema, methods })).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: `the schema "${schema}" has version 99, this release knows 1; use the release that wrote it, or a newer one`,
    });
  });

  it.each(["", "Lro", 'a"b', "x".repeat(51)])("refuses the schema %j", async (schema) => {
    const { connection } = newDatabase();
    await expect(createPostgresEngine({ connection, schema, methods })).rejects.toThrow(TypeError);
  });

  it.each([{ leaseMs: 1000 }, { leaseMs: 2500 }, { leaseMs: Number.NaN }, { maxAttempts: 0 }])(
    "refuses %j",
    async (options) => {
      const opening = createPostgresEngine({ ...newDatabase(), methods, ...options });
      await expect(opening).rejects.toThrow(RangeError);
    },
  );
});
