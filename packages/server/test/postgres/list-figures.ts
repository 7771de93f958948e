// Measures filtered pages of a list of a million operations. Run by hand: `pnpm figures:postgres`.
import { Client } from "pg";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { BEGIN, OPERATIONS, showListFigures } from "../support/list-figures.ts";
import { startPostgres } from "../support/postgres-cluster.ts";

// As the other figures' `stateOf` has them.
const FILL = `
  INSERT INTO lro.operation (id, name, parent, method, queue, attempt, create_time, update_time,
    start_time, end_time, reported, code, result)
  SELECT gen_random_uuid(), 'projects/p/operations/' || n, 'projects/p', 'exportImage',
    'method/exportImage', 1, t, t + interval '900 ms', t + interval '100 ms',
    CASE WHEN code IS NOT NULL THEN t + interval '900 ms' END,
    json_build_object('description', 'An export of terrain ' || n, 'progress', 0.5, 'tile', n)::text,
    code, CASE code WHEN 0 THEN '{"response":{"n":1}}' WHEN 13 THEN '{"error":{"code":13}}' END
  FROM (
    SELECT n, to_timestamp(($2::float8 + n) / 1000) AS t,
      CASE WHEN n % 1000 = 0 THEN null WHEN n % 10 = 1 THEN 13 ELSE 0 END AS code
    FROM generate_series(1, $1::int) AS n ORDER BY n) AS operations`;

using cluster = await startPostgres();
const engine = await createPostgresEngine({
  connection: cluster.url,
  methods: { exportImage: async () => undefined },
  runs: false,
});
const client = new Client(cluster.url);
await client.connect();
await client.query(FILL, [OPERATIONS, BEGIN]);
// As autovacuum does within a minute or so.
await client.query("VACUUM ANALYZE lro.operation");
await client.end();
await showListFigures(engine, () => performance.now());
await engine.close();
