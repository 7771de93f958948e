import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { NewOperation } from "../engine/new-operation.ts";
import type { OperationRecord } from "../engine/operation-record.ts";
import { toRecord } from "../engine/operation-row.ts";
import type { Store } from "../engine/store.ts";
import { GroupCommit } from "./group-commit.ts";
import { createListQuery } from "./list-query.ts";
import { toCallError, toOpenError } from "./sqlite-error.ts";
import type { SqliteFile } from "./sqlite-file.ts";
import { COLUMNS, changingColumns, changingValues, type SqliteRow } from "./sqlite-row.ts";

/** How many more operations a commit deletes, once they have expired, than it adds: few, so that none takes long. */
const EXPIRED_PER_COMMIT = 100;
/** How many of the last records read are kept: clients that poll read the same ones again and again. */
const MAX_KEPT = 1000;

const INSERT = `INSERT INTO operation (name, parent, method, request_key, create_time, ${changingColumns.join()})
  VALUES (?, ?, ?, ?, ?, ${changingColumns.map(() => "?").join()})`;
const UPDATE = `UPDATE operation SET ${changingColumns.map((column) => `${column} = ?`).join()}
  WHERE name = ? AND end_time IS NULL`;
const EXPIRE = `DELETE FROM operation WHERE position IN
  (SELECT position FROM operation WHERE end_time <= ? ORDER BY end_time LIMIT ?)`;
const KEPT = "(end_time IS NULL OR end_time > ?)";
const UNFINISHED = `SELECT ${COLUMNS}, input FROM operation LEFT JOIN input USING (position)
  WHERE end_time IS NULL ORDER BY operation.position`;

/**
 * A store in a database. Writes of one turn of the event loop are committed together; operations that ended
 * `retentionMs` ago are hidden at once, and deleted a few at a time by later commits.
 *
 * @throws RpcError FAILED_PRECONDITION when the database has another schema than it says.
 */
export function createSqliteStore(
  { path, database, close }: SqliteFile,
  { retentionMs }: { readonly retentionMs: number },
): Store {
  const prepare = (sql: string): StatementSync => {
    try {
      return database.prepare(sql);
    } catch (thrown) {
      throw toOpenError(path, thrown);
    }
  };
  const begin = prepare("BEGIN IMMEDIATE");
  const commit = prepare("COMMIT");
  const insert = prepare(INSERT);
  const insertInput = prepare("INSERT INTO input (position, input) VALUES (?, ?)");
  const update = prepare(UPDATE);
  const removeInput = prepare(
    "DELETE FROM input WHERE position = (SELECT position FROM operation WHERE name = ?)",
  );
  const remove = prepare("DELETE FROM operation WHERE name = ?");
  const expire = prepare(EXPIRE);
  const expireRequest = prepare("DELETE FROM operation WHERE request_key = ? AND end_time <= ?");
  const get = prepare(`SELECT ${COLUMNS} FROM operation WHERE name = ? AND ${KEPT}`);
  const find = prepare(`SELECT ${COLUMNS} FROM operation WHERE request_key = ? AND ${KEPT}`);
  const list = createListQuery(database);
  const unfinished = prepare(UNFINISHED);

  const expiry = (): number =>
    retentionMs === Number.POSITIVE_INFINITY ? 0 : Date.now() - retentionMs;
  let added = 0;
  const writes = new GroupCommit<OperationRecord>((write) => {
    added = 0;
    begin.run();
    try {
      write();
      expire.run(expiry(), added + EXPIRED_PER_COMMIT);
      commit.run();
    } catch (thrown) {
      rollBack(database);
      throw thrown;
    }
  });

  /** Records that were read, until they are written; weak, since they may be large. */
  const kept = new Map<string, WeakRef<OperationRecord>>();
  function readOne(name: string): OperationRecord | undefined {
    const known = kept.get(name)?.deref();
    if (known !== undefined) {
      return known.endTime === undefined || known.endTime > expiry() ? known : undefined;
    }
    const record = toRecordIfAny(get.get(name, expiry()));
    if (record === undefined) return undefined;
    kept.set(name, new WeakRef(record));
    if (kept.size > MAX_KEPT) kept.clear();
    return record;
  }

  const writeUpdate = (record: OperationRecord): void => {
    kept.delete(record.name);
    update.run(...changingValues(record), record.name);
    if (record.end !== undefined) removeInput.run(record.name);
  };

  /** Writes with the others of this turn. */
  async function write(key: string, record: OperationRecord, how: typeof writeUpdate) {
    await writes.add(key, record, how).catch((thrown: unknown) => {
      throw toCallError(thrown);
    });
  }

  return {
    insert: ({ record, input, requestKey = null }) =>
      write(record.name, record, (latest) => {
        const { name, parent, method, createTime } = latest;
        if (requestKey !== null) expireRequest.run(requestKey, expiry());
        const created = [name, parent, method, requestKey, createTime];
        const { lastInsertRowid } = insert.run(...created, ...changingValues(latest));
        added += 1;
        if (input !== undefined) insertInput.run(lastInsertRowid, JSON.stringify(input));
      }),
    update: (record) => write(record.name, record, writeUpdate),
    note: (record) => writes.note(record.name, record, writeUpdate),
    // Under a key of its own (names have no control characters), since an update mustn't take its place.
    delete: (record) =>
      write(`\0${record.name}`, record, ({ name }) => {
        kept.delete(name);
        remove.run(name);
      }),
    flush: () => writes.flush(),

    get: (name) => read(() => readOne(name)),
    find: (requestKey) => read(() => toRecordIfAny(find.get(requestKey, expiry()))),
    list: (page) => read(() => list(page, expiry())),
    unfinished: () => read(() => unfinished.all().map(toUnfinished)),

    close() {
      writes.commit();
      close();
    },
  };
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // SQLite has done it itself, as it does when the disk is full.
  }
}

function read<T>(query: () => T): T {
  try {
    return query();
  } catch (thrown) {
    throw toCallError(thrown);
  }
}

// The columns are those of the schema, which is strict.
function toRecordIfAny(row: unknown): OperationRecord | undefined {
  return row === undefined ? undefined : toRecord(row as SqliteRow);
}

function toUnfinished(found: unknown): Pick<NewOperation, "record" | "input"> {
  const row = found as SqliteRow & { readonly input: string | null };
  return { record: toRecord(row), input: row.input === null ? undefined : JSON.parse(row.input) };
}
