import { MAX_CHARACTERS } from "../engine/list-page.ts";

/** How many expired operations are deleted at a time: few, so that no deletion takes long. */
const EXPIRED_AT_A_TIME = 1000;

/** The columns of a record. */
// As float8, which the driver reads as a number whatever parsers it was given.
const COLUMNS = `o.id, o.position::float8 AS position, o.name, o.parent, o.method, o.attempt,
  o.cancel_requested, o.reported, o.result, ${["create", "update", "start", "end"]
    .map((time) => `date_part('epoch', o.${time}_time) * 1000 AS ${time}_time`)
    .join()}`;
/** The size of a record's JSON, told without reading what is stored out of line. */
const BYTES = "(octet_length(o.reported) + coalesce(octet_length(o.result), 0))";
export const KEPT = "o.expire_time > now()";

/**
 * What a list reads, in the order of creation; rows beyond a page's characters aren't read.
 *
 * `rest` follows the columns of the records `o`.
 */
export function pageOf(rest: string): string {
  return `SELECT * FROM (
      SELECT ${COLUMNS}, ${BYTES}::float8 AS bytes, sum(${BYTES}) OVER (ORDER BY o.position)::float8 AS bytes_until
      ${rest}) AS page
    WHERE coalesce(bytes_until - bytes, 0) <= ${MAX_CHARACTERS} ORDER BY position`;
}

/** When the clock goes back, an operation's time doesn't. */
const NOW = "greatest(o.update_time, now())";
const UPDATED = `update_time = ${NOW}`;

/**
 * The statements over the operations of a schema and their jobs. Each is a transaction.
 *
 * Of pg-boss' jobs they know the name of the queue, the id, the state, `retry_count` and the lease. Statements that change both
 * change the job first, so that no two wait for each other.
 */
export function operationStatements(schema: string) {
  const operation = `${schema}.operation`;
  const job = `${schema}.job`;
  const lock = `hashtext('rx-lro queue'), hashtext('${schema}')`;
  return {
    // Starts must count and insert one after another, or all that come at once would fit in.
    lockQueue: `SELECT pg_advisory_xact_lock(${lock})`,
    // A row if more than so many are queued.
    beyond: `SELECT FROM ${operation} WHERE state = 'PENDING' AND NOT done OFFSET $1 LIMIT 1`,
    expireRequest: `DELETE FROM ${operation} o WHERE request_key = $1 AND NOT ${KEPT}`,
    insert: `INSERT INTO ${operation} AS o (id, name, parent, method, queue, request_key, reported)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (request_key) DO NOTHING RETURNING ${COLUMNS}`,
    find: `SELECT ${COLUMNS} FROM ${operation} o WHERE request_key = $1`,

    get: `SELECT ${COLUMNS} FROM ${operation} o WHERE name = $1 AND ${KEPT}`,
    read: `SELECT ${COLUMNS} FROM ${operation} o WHERE id = ANY($1::uuid[])`,
    list: pageOf(`FROM ${operation} o WHERE parent = $1 AND position > $2 AND ${KEPT}
      ORDER BY o.position LIMIT $3`),
    delete: `DELETE FROM ${operation} o WHERE name = $1 AND ${KEPT} RETURNING id`,
    expire: `DELETE FROM ${operation} WHERE position IN (
      SELECT position FROM ${operation} o WHERE expire_time < 'infinity' AND NOT ${KEPT}
      ORDER BY expire_time LIMIT ${EXPIRED_AT_A_TIME} FOR UPDATE SKIP LOCKED)`,

    lease: `UPDATE ${job} SET heartbeat_seconds = $4
      FROM unnest($1::text[], $2::uuid[], $3::int[]) AS claim(queue, id, retry_count)
      WHERE job.name = claim.queue AND job.id = claim.id
        AND job.state = 'active' AND job.retry_count = claim.retry_count`,
    begin: `UPDATE ${operation} o
      SET attempt = claim.attempt, start_time = coalesce(o.start_time, ${NOW}), ${UPDATED}
      FROM unnest($1::uuid[], $2::int[]) AS claim(id, attempt)
      WHERE o.id = claim.id AND o.attempt < claim.attempt AND NOT o.done AND NOT o.cancel_requested
        AND (o.attempt = 0 OR o.attempt < $3::float8)
      RETURNING ${COLUMNS}`,
    report: `UPDATE ${operation} o SET reported = report.reported, ${UPDATED}
      FROM unnest($1::uuid[], $2::int[], $3::text[]) AS report(id, attempt, reported)
      WHERE o.id = report.id AND o.attempt = report.attempt AND NOT o.done`,
    // Each by itself: planned together, thousands may take seconds beside a long queue.
    check: `SELECT nth::float8,
        coalesce((SELECT o.cancel_requested FROM ${operation} o WHERE o.id = claim.id), false) AS cancel_requested
      FROM unnest($1::text[], $2::uuid[], $3::int[]) WITH ORDINALITY AS claim(queue, id, retry_count, nth),
        LATERAL (SELECT FROM ${job} WHERE job.name = claim.queue AND job.id = claim.id
          AND job.state = 'active' AND job.retry_count = claim.retry_count LIMIT 1) AS held`,
    unfinished: `SELECT id FROM ${operation} WHERE id = ANY($1::uuid[]) AND NOT done`,
    // In the order of pg-boss' own index: to look costs nothing, however many jobs other queues have.
    waiting: `SELECT queue FROM unnest($1::text[]) AS queue, LATERAL (
      SELECT 1 FROM ${job} WHERE job.name = queue AND job.state < 'active' AND NOT job.blocked
      ORDER BY job.priority DESC, job.created_on LIMIT 1) AS waiting`,

    finish: `WITH job AS (
        DELETE FROM ${job}
        WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3 RETURNING id)
      UPDATE ${operation} o SET reported = $4, ${end(5)} FROM job
      WHERE o.id = job.id AND NOT o.done RETURNING o.id`,
    cancel: `WITH job AS (
        DELETE FROM ${job} USING ${operation} o
        WHERE o.name = $1 AND job.name = o.queue AND job.id = o.id AND job.state < 'active'
        RETURNING job.id),
      ended AS (
        UPDATE ${operation} o SET cancel_requested = true, ${end(2)} FROM job
        WHERE o.id = job.id AND NOT o.done RETURNING o.id),
      asked AS (
        UPDATE ${operation} o SET cancel_requested = true, ${UPDATED}
        WHERE o.name = $1 AND NOT o.done AND NOT EXISTS (SELECT 1 FROM job) RETURNING o.id)
      SELECT true AS ended FROM ended UNION ALL SELECT false AS ended FROM asked`,
    // By the operations that have begun, since all that are queued may be many.
    interrupted: `SELECT ${COLUMNS} FROM ${operation} o JOIN ${job} ON job.name = o.queue AND job.id = o.id
      WHERE o.state IN ('RUNNING', 'CANCELLING') AND NOT o.done AND o.queue = ANY($1) AND job.state = 'retry'`,
    endInterrupted: `WITH job AS (
        DELETE FROM ${job} WHERE name = $1 AND id = $2 AND state = 'retry' RETURNING id)
      UPDATE ${operation} o SET ${end(3)} FROM job
      WHERE o.id = job.id AND NOT o.done RETURNING o.id`,
  };
}

/** Sets an end: its code, its JSON and after how many milliseconds it expires, null for never. */
function end(first: number): string {
  return `code = $${first}, result = $${first + 1}, ${UPDATED}, end_time = ${NOW},
    expire_time = coalesce(now() + $${first + 2}::float8 * interval '1 millisecond', 'infinity')`;
}
