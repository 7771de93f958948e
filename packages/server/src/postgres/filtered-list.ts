import { operationNameProblem } from "@rx-lro/core/protocol";
import { type ListPage, MAX_LOOKED } from "../engine/list-page.ts";
import { toFactSql } from "../filter/fact-sql.ts";
import type { Filter } from "../filter/filter.ts";
import { possibleNames, possibleStates } from "../filter/narrow-filter.ts";
import { KEPT, pageOf } from "./operation-statements.ts";

/** What the index `operation_filter` has. */
const INDEXED = ["position", "state", "create_time", "start_time", "end_time", "expire_time"];

/**
 * The statement that finds what a filtered page may show, in the order of creation.
 *
 * A filter is narrowed to the states it can be true in, whose entries in `operation_filter` are merged in the order of
 * creation, and to times. So it reads only rows that may be shown. Names are looked up. One statement does it all,
 * since a second one would see other operations: each row has `looked_until`, the position up to which it looked or
 * null for all, and if nothing was found there is one row without an operation.
 */
export function filteredList(schema: string, page: ListPage, filter: Filter) {
  const { scope, after, maxShown } = page;
  const values: unknown[] = [scope.parent, after];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const facts = toFactSql(filter, (ms) => `to_timestamp(${ms}::float8 / 1000)`);
  // Not in the index: each report would have to write to it.
  const columns = facts.includes("update_time") ? [...INDEXED, "update_time"] : INDEXED;
  const entries = entryConditions(filter, bind).map(
    // Each with the limit, so that no plan reads and sorts all entries.
    (condition) => `(SELECT ${columns.join()} FROM ${schema}.operation
      WHERE parent = $1 AND position > $2 AND ${condition} ORDER BY position LIMIT ${MAX_LOOKED})`,
  );
  const text = `WITH looked AS MATERIALIZED (
      SELECT * FROM (${entries.join(" UNION ALL ")}) AS entry ORDER BY position LIMIT ${MAX_LOOKED}),
    found AS (
      SELECT position FROM looked o WHERE ${KEPT} AND ${facts}
      ORDER BY position LIMIT ${maxShown + 1})
    ${pageOf(`, looked_until
      FROM (SELECT CASE count(*) WHEN ${MAX_LOOKED} THEN max(position)::float8 END AS looked_until FROM looked) AS looking
      LEFT JOIN found ON true LEFT JOIN ${schema}.operation o ON o.position = found.position`)}`;
  return { text, values };
}

/** Conditions on entries, one of which must be true. */
function entryConditions(filter: Filter, bind: (value: unknown) => string): readonly string[] {
  const names = possibleNames(filter);
  if (names !== undefined) {
    // PostgreSQL's texts can't have U+0000.
    const possible = names.filter((name) => operationNameProblem(name) === undefined);
    return [`name = ANY(${bind(possible)}::text[])`];
  }
  const states = possibleStates(filter);
  return states.length === 0 ? ["false"] : states.map((state) => `state = ${bind(state)}`);
}
