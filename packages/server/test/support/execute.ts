import { Client } from "pg";

/** Runs SQL on a connection of its own; answers the rows of a single statement. */
export async function execute(
  connection: string,
  sql: string,
  values?: readonly unknown[],
): Promise<readonly unknown[]> {
  const client = new Client(connection);
  await client.connect();
  const { rows } = await client.query(sql, values && [...values]).finally(() => client.end());
  return rows;
}
