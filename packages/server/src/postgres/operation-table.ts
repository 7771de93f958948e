import { createHash } from "node:crypto";
import {
  type Candidates,
  type ListedRecord,
  type ListPage,
  MAX_CHARACTERS,
} from "../engine/list-page.ts";
import type { NewOperation } from "../engine/new-operation.ts";
import type { OperationEnd, OperationRecord } from "../engine/operation-record.ts";
import { type OperationRow, toRecord } from "../engine/operation-row.ts";
import { queueFull } from "../engine/refusals.ts";
import { attemptOf, type Claim } from "./claim.ts";
import type { Database, Transaction } from "./database.ts";
import { filteredList } from "./filtered-list.ts";
import { jobOf } from "./job.ts";
import { queueOf } from "./method-queue.ts";
import { operationStatements } from "./operation-statements.ts";

/** Operations to be kept for longer are kept for ever: a thousand years, which a timestamp can still express. */
const LONGEST_MS = 31_556_952_000_000;

/** PostgreSQL refuses to index texts of more than 2 704 bytes. */
const LONGEST_KEY_BYTES = 2_000;

/** A record with the id of its job. */
export interface FoundRecord extends ListedRecord {
  readonly id: string;
}

/** What an operation's method reported in an attempt so far. */
export interface Report {
  readonly claim: Claim;
  readonly reported: OperationRecord["reported"];
}

/** How operations are kept. */
export interface OperationTableOptions {
  readonly maxQueued: number;
  readonly leaseMs: number;
  readonly retentionMs: number;
}

interface Row extends OperationRow {
  readonly position: number;
  readonly id: string;
}

/**
 * A row of a list, with the bytes of results and reports up to its end, which the last row may take over the limit,
 * and for filtered lists with how far they looked. Those have one row without an operation if they found none.
 */
type ListedRow = (Row | { readonly id: null }) & {
  readonly bytes_until: number | null;
  readonly looked_until?: number | null;
};

/** The operations in a database, and their jobs, which change together. */
export class OperationTable {
  readonly #database: Database;
  readonly #options: OperationTableOptions;
  readonly #sql: ReturnType<typeof operationStatements>;

  constructor(database: Database, options: OperationTableOptions) {
    this.#database = database;
    this.#options = options;
    this.#sql = operationStatements(database.schema);
  }

  /**
   * Adds an operation and its job, or returns the one that was started with the same key.
   *
   * @throws RpcError RESOURCE_EXHAUSTED when the queue is full.
   */
  insert(
    asked: NewOperation,
  ): Promise<{ readonly record: OperationRecord; readonly isNew: boolean }> {
    const { name, parent, method, reported } = asked.record;
    const requestKey = asked.requestKey === undefined ? null : toIndexed(asked.requestKey);
    const { maxQueued, leaseMs } = this.#options;
    const queue = queueOf(method);
    const id = idOf(name);
    const columns = [id, name, parent, method, queue, requestKey, JSON.stringify(reported)];
    return this.#database.transaction(async (transaction) => {
      const { query } = transaction;
      if (maxQueued < Number.POSITIVE_INFINITY) await query(this.#sql.lockQueue);
      if (requestKey !== null) await query(this.#sql.expireRequest, [requestKey]);
      for (;;) {
        const [inserted] = await query<Row>(this.#sql.insert, columns);
        if (inserted !== undefined) {
          await this.#checkQueue(transaction);
          const job = jobOf({ id, name, input: asked.input, leaseMs });
          await this.#database.boss.insert(queue, [job], { db: transaction });
          return { record: toRecord(inserted), isNew: true };
        }
        const [known] = await query<Row>(this.#sql.find, [requestKey]);
        if (known !== undefined) return { record: toRecord(known), isNew: false };
      }
    });
  }

  async get(name: string): Promise<OperationRecord | undefined> {
    const [row] = await this.#database.query<Row>(this.#sql.get, [name]);
    return row && toRecord(row);
  }

  /** The candidates for a page. */
  async list(page: ListPage): Promise<Candidates> {
    const { scope, after, maxShown, filter } = page;
    if (filter === undefined) {
      const values = [scope.parent, after, maxShown + 1];
      return toCandidates(await this.#database.query(this.#sql.list, values));
    }
    const { text, values } = filteredList(this.#database.schema, page, filter);
    return toCandidates(await this.#database.queryOnce(text, values));
  }

  /** Those of these operations that still exist. */
  async read(ids: readonly string[]): Promise<readonly FoundRecord[]> {
    return (await this.#database.query<Row>(this.#sql.read, [ids])).map(toFound);
  }

  /** False when there was none. */
  async delete(name: string): Promise<boolean> {
    return (await this.#database.query(this.#sql.delete, [name])).length > 0;
  }

  /** Notes that an operation without an end is to be cancelled, and ends it when no process works on it. */
  async cancel(name: string, end: OperationEnd): Promise<"ended" | "asked" | undefined> {
    const values = [name, ...this.#endValues(end)];
    const [row] = await this.#database.query<{ ended: boolean }>(this.#sql.cancel, values);
    return row && (row.ended ? "ended" : "asked");
  }

  /** Gives claims the lease of this process; a job has that of the process that started it, or had it last. */
  async lease(claims: readonly Claim[]): Promise<void> {
    const values = [...columnsOf(claims), this.#options.leaseMs / 1000];
    await this.#database.query(this.#sql.lease, values);
  }

  /**
   * Begins the attempts of these claims, in the order of creation.
   *
   * Operations that were asked to cancel aren't begun, nor are those that have begun `maxAttempts` times before.
   */
  async begin(claims: readonly Claim[], maxAttempts: number): Promise<readonly FoundRecord[]> {
    const values = [claims.map(({ id }) => id), claims.map(attemptOf), maxAttempts];
    const rows = await this.#database.query<Row>(this.#sql.begin, values);
    return rows.map(toFound).sort((one, other) => one.position - other.position);
  }

  /** Stores reports whose attempt is the latest and hasn't ended. */
  async report(reports: readonly Report[]): Promise<void> {
    await this.#database.query(this.#sql.report, [
      reports.map(({ claim }) => claim.id),
      reports.map(({ claim }) => attemptOf(claim)),
      reports.map(({ reported }) => JSON.stringify(reported)),
    ]);
  }

  /** Ends a claim and its operation; false when the claim doesn't hold or the operation was deleted. */
  async finish({ claim, reported }: Report, end: OperationEnd): Promise<boolean> {
    const { queue, id, retryCount } = claim;
    const values = [queue, id, retryCount, JSON.stringify(reported), ...this.#endValues(end)];
    return (await this.#database.query(this.#sql.finish, values)).length > 0;
  }

  /** Which of these claims hold, counted from 1, and whose operations are to be cancelled. */
  check(claims: readonly Claim[]): Promise<readonly { nth: number; cancel_requested: boolean }[]> {
    return this.#database.queryFirst(this.#sql.check, columnsOf(claims));
  }

  /** Which of these operations have no end yet. */
  async unfinished(ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#database.queryFirst<{ id: string }>(this.#sql.unfinished, [ids]);
    return rows.map(({ id }) => id);
  }

  /** Which of these queues have a job to claim. */
  async waiting(queues: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#database.queryFirst<{ queue: string }>(this.#sql.waiting, [queues]);
    return rows.map(({ queue }) => queue);
  }

  /** Operations that were running when their process was lost, and haven't been claimed again yet. */
  async interrupted(queues: readonly string[]): Promise<readonly FoundRecord[]> {
    return (await this.#database.query<Row>(this.#sql.interrupted, [queues])).map(toFound);
  }

  /** Ends what {@link interrupted} found, if it still isn't claimed; false when it is. */
  async endInterrupted({ id, record }: FoundRecord, end: OperationEnd): Promise<boolean> {
    const values = [queueOf(record.method), id, ...this.#endValues(end)];
    return (await this.#database.query(this.#sql.endInterrupted, values)).length > 0;
  }

  /** Deletes some of the expired operations. */
  async expire(): Promise<void> {
    await this.#database.query(this.#sql.expire);
  }

  async #checkQueue({ query }: Transaction): Promise<void> {
    const { maxQueued } = this.#options;
    if (maxQueued === Number.POSITIVE_INFINITY) return;
    const beyond = await query(this.#sql.beyond, [maxQueued]);
    if (beyond.length > 0) throw queueFull(maxQueued);
  }

  #endValues(end: OperationEnd): unknown[] {
    const { retentionMs } = this.#options;
    const kept = retentionMs > LONGEST_MS ? null : retentionMs;
    return ["response" in end ? 0 : end.error.code, JSON.stringify(end), kept];
  }
}

/** A request key as it is indexed: a longer one by its digest, which begins unlike a JSON array. */
function toIndexed(key: string): string {
  if (Buffer.byteLength(key) <= LONGEST_KEY_BYTES) return key;
  return createHash("sha256").update(key).digest("hex");
}

/** The id in an operation's name. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function columnsOf(claims: readonly Claim[]): unknown[] {
  return [
    claims.map(({ queue }) => queue),
    claims.map(({ id }) => id),
    claims.map(({ retryCount }) => retryCount),
  ];
}

function toCandidates(listed: readonly ListedRow[]): Candidates {
  const rows = listed.filter((row) => row.id !== null).map(toFound);
  const isCut = (listed.at(-1)?.bytes_until ?? 0) > MAX_CHARACTERS;
  const until = isCut ? rows.at(-1)?.position : listed[0]?.looked_until;
  return { rows, lookedUntil: () => until ?? undefined };
}

function toFound(row: Row): FoundRecord {
  return { id: row.id, position: row.position, record: toRecord(row) };
}
