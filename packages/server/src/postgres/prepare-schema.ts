import { Code, RpcError } from "@rx-lro/core/protocol";
import type { Client } from "pg";
import { migrations } from "./schema.ts";

/**
 * Creates a schema or brings it up to date, one process at a time; one up to date isn't changed, and needs no rights.
 *
 * `prepareQueues` does the same for pg-boss. Returns the identity of the operations in the schema.
 */
export async function prepareSchema(
  client: Client,
  schema: string,
  prepareQueues: () => Promise<void>,
): Promise<string> {
  const { rows: settings } = await client.query("SHOW server_encoding");
  const { server_encoding: encoding } = settings[0];
  if (encoding !== "UTF8" && encoding !== "SQL_ASCII") {
    const message = `the database's encoding is ${encoding}, which lacks characters of Unicode; choose a database with UTF8`;
    throw new RpcError(Code.FAILED_PRECONDITION, message);
  }
  const lock = "SELECT pg_advisory_xact_lock(hashtext('rx-lro'), hashtext($1))";
  await client.query("BEGIN");
  await client.query(lock, [schema]);
  const { rows: found } = await client.query("SELECT to_regnamespace($1) AS schema", [schema]);
  if (found[0].schema === null) await client.query(`CREATE SCHEMA ${schema}`);
  await client.query("COMMIT");
  // Once more: pg-boss, on its own connections, sees only what is committed.
  await client.query("BEGIN");
  await client.query(lock, [schema]);
  await prepareQueues();
  const table = `${schema}.operation_schema`;
  const { rows: known } = await client.query("SELECT to_regclass($1) AS table", [table]);
  if (known[0].table === null) {
    await client.query(
      `CREATE TABLE ${table} AS SELECT 0 AS version, gen_random_uuid() AS service`,
    );
  }
  const { rows } = await client.query(`SELECT version, service FROM ${table}`);
  const { version, service } = rows[0];
  if (version > migrations.length) {
    const problem = `the schema ${JSON.stringify(schema)} has version ${version}, this release knows ${migrations.length}`;
    const message = `${problem}; use the release that wrote it, or a newer one`;
    throw new RpcError(Code.FAILED_PRECONDITION, message);
  }
  for (const [before, migration] of migrations.entries()) {
    if (before < version) continue;
    await client.query(`${migration(schema)} UPDATE ${table} SET version = ${before + 1};`);
  }
  await client.query("COMMIT");
  return `postgres:${service}`;
}
