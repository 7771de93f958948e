import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  type Candidates,
  type ListedRecord,
  type ListPage,
  MAX_LOOKED,
} from "../engine/list-page.ts";
import { toRecord } from "../engine/operation-row.ts";
import { toFactSql } from "../filter/fact-sql.ts";
import type { Filter } from "../filter/filter.ts";
import { possibleNames, possibleStates } from "../filter/narrow-filter.ts";
import { toCallError } from "./sqlite-error.ts";
import { COLUMNS, type SqliteRow } from "./sqlite-row.ts";

const LIST = `SELECT ${COLUMNS} FROM operation WHERE parent = ? AND position > ?
  AND (end_time IS NULL OR end_time > ?) ORDER BY position`;
const FACTS = "state, create_time, start_time, update_time, end_time";

/** Finds unexpired records that a page may show, in creation order. */
export type ListQuery = (page: ListPage, expiry: number) => Candidates;

/**
 * Queries for lists in a database.
 *
 * A filter is narrowed to what `operation_filter` has: the states it can be true in, whose entries are merged in
 * creation order, and its times. So it reads only rows that may be shown. Names are looked up.
 */
export function createListQuery(database: DatabaseSync): ListQuery {
  const list = database.prepare(LIST);
  return ({ scope: { parent }, after, filter }, expiry) => {
    if (filter === undefined) return { rows: readRows(list, [parent, after, expiry]) };
    const entries = toEntries(filter, [parent, after]);
    const found = database.prepare(`SELECT ${COLUMNS} FROM (
        SELECT position FROM (${entries.sql} LIMIT ${MAX_LOOKED})
        WHERE (end_time IS NULL OR end_time > ?) AND ${toFactSql(filter, String)}
      ) AS found CROSS JOIN operation USING (position)`);
    return {
      rows: readRows(found, [...entries.values, expiry]),
      lookedUntil() {
        const end = database.prepare(`${entries.sql} LIMIT 1 OFFSET ${MAX_LOOKED - 1}`);
        return end.get(...entries.values)?.["position"] as number | undefined;
      },
    };
  };
}

interface Sql {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The positions and facts of operations that the filter may be true of, in creation order. */
function toEntries(filter: Filter, place: readonly [parent: string, after: number]): Sql {
  const columns = `SELECT position, ${FACTS} FROM operation`;
  const names = possibleNames(filter);
  if (names !== undefined) {
    // The plus signs leave only the names' index to choose.
    const sql = `${columns} WHERE +parent = ? AND +position > ?
      AND name IN (${placeholders(names)}) ORDER BY position`;
    return { sql, values: [...place, ...names] };
  }
  const states = possibleStates(filter);
  const entries = `${columns} INDEXED BY operation_filter WHERE parent = ? AND position > ? AND state = ?`;
  if (states.length === 0) return { sql: `${columns} WHERE false`, values: [] };
  const sql = `${states.map(() => entries).join(" UNION ALL ")} ORDER BY position`;
  return { sql, values: states.flatMap((state) => [...place, state]) };
}

function placeholders(values: readonly unknown[]): string {
  return values.map(() => "?").join();
}

function* readRows(
  statement: StatementSync,
  values: readonly SQLInputValue[],
): Generator<ListedRecord> {
  try {
    for (const found of statement.iterate(...values)) {
      // The columns are those of the schema, which is strict.
      const row = found as unknown as SqliteRow;
      yield { position: row.position, record: toRecord(row) };
    }
  } catch (thrown) {
    throw toCallError(thrown);
  }
}
