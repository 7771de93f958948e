import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { toOpenError } from "./sqlite-error.ts";

/** "rxlo": tells our databases from others. */
const APPLICATION_ID = 0x72_78_6c_6f;
const SCHEMA_VERSION = 3;

/**
 * One row per operation. Times are milliseconds since 1970; `reported`, `result` and `input` are JSON.
 *
 * `position` is the order of creation and never reused. `request_key` is the JSON array of parent, method and
 * requestId. `result` is `{"response": …}` or `{"error": …}`. `state` follows from the others; with `operation_filter`
 * it lets filtered lists be read from an index alone. The input is kept until the end, in a table of its own: it may
 * be large, and an operation is rewritten with each report.
 */
const SCHEMA = `
  CREATE TABLE operation (
    position         INTEGER PRIMARY KEY AUTOINCREMENT,
    name             TEXT NOT NULL UNIQUE,
    parent           TEXT NOT NULL,
    method           TEXT NOT NULL,
    request_key      TEXT UNIQUE,
    attempt          INTEGER NOT NULL,
    create_time      INTEGER NOT NULL,
    update_time      INTEGER NOT NULL,
    start_time       INTEGER,
    end_time         INTEGER,
    cancel_requested INTEGER NOT NULL,
    reported         TEXT NOT NULL,
    result           TEXT,
    state            TEXT NOT NULL
  ) STRICT;
  CREATE TABLE input (
    position INTEGER PRIMARY KEY REFERENCES operation ON DELETE CASCADE,
    input    TEXT NOT NULL
  ) STRICT;
  CREATE INDEX operation_parent ON operation (parent);
  CREATE INDEX operation_end ON operation (end_time);
  CREATE INDEX operation_filter ON operation
    (parent, state, position, create_time, start_time, update_time, end_time);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};`;

/** An open database that no other engine has. */
export interface SqliteFile {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly database: DatabaseSync;
  /** Closes the database and lets others have it. */
  close(): void;
}

/**
 * Opens a database, or creates it. What has been committed is on disk (WAL, `synchronous = FULL`).
 *
 * A second database beside it is locked by a transaction, and so by the operating system until this process ends.
 * It is a separate one, since a program that reads and closes a file loses the locks that it has on it (POSIX).
 *
 * @throws RpcError FAILED_PRECONDITION.
 */
export function openSqliteFile(file: string): SqliteFile {
  if (typeof file !== "string" || file === "" || file === ":memory:") {
    throw new TypeError(`file must be a path, not ${JSON.stringify(file)}`);
  }
  let path = resolve(file);
  const opened: DatabaseSync[] = [];
  const open = (name: string): DatabaseSync => {
    const database = new DatabaseSync(name);
    opened.push(database);
    return database;
  };
  const close = (): void => {
    for (const database of opened.splice(0)) database.close();
  };
  try {
    const database = open(path);
    // It is there now. Two paths to one file must lead to one lock.
    path = realpathSync(path);
    open(`${path}-lock`).exec("BEGIN EXCLUSIVE");
    prepare(database);
    return { path, database, close };
  } catch (thrown) {
    close();
    throw toOpenError(path, thrown);
  }
}

function prepare(database: DatabaseSync): void {
  const pragma = (name: string) => database.prepare(`PRAGMA ${name}`).get()?.[name];
  const version = pragma("user_version");
  const isEmpty = database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
  if (!isEmpty && pragma("application_id") !== APPLICATION_ID) {
    throw new Error("it is another program's database; choose another file");
  }
  if (!isEmpty && version !== SCHEMA_VERSION) {
    const problem = `its schema has version ${version}, this release knows ${SCHEMA_VERSION}`;
    throw new Error(`${problem}; use the release that wrote it`);
  }
  // Other programs may write for a moment, such as SQLite's shell.
  database.exec("PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  if (pragma("journal_mode") !== "wal") {
    throw new Error("its file system can't have a write-ahead log; choose a local disk");
  }
  if (isEmpty) database.exec(`BEGIN;${SCHEMA} COMMIT`);
}
