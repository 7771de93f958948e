import type { Operation } from "@rx-lro/core/protocol";
import { MAX_MS } from "../check-option.ts";
import type { Backend, Hold } from "../engine/backend.ts";
import { settleWithin } from "../engine/hold.ts";
import type { Candidates, ListPage } from "../engine/list-page.ts";
import type { ResolvedMethod } from "../engine/method.ts";
import type { NewOperation } from "../engine/new-operation.ts";
import { cancelledEnd, type OperationRecord } from "../engine/operation-record.ts";
import type { Database } from "./database.ts";
import { type Hint, Hints } from "./hints.ts";
import { queueOf } from "./method-queue.ts";
import { idOf, OperationTable } from "./operation-table.ts";
import { repeat } from "./repeat.ts";
import { Reports } from "./reports.ts";
import { Upkeep } from "./upkeep.ts";
import { Waits } from "./waits.ts";
import { Worker } from "./worker.ts";

/** How often this process looks for jobs, cancellations and ends that it wasn't told of. */
const LOOK_MS = 400;
/** How often it looks after what all processes share. */
const UPKEEP_MS = 2_000;
/** How long closing waits, beyond the grace, for a database that may be cut off. */
const PATIENCE_MS = 3_000;
/** The last segment of all names here. */
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** What a backend in a database needs to know. */
export interface PostgresBackendOptions {
  readonly methods: ReadonlyMap<string, ResolvedMethod>;
  readonly concurrency: number;
  readonly maxQueued: number;
  readonly retentionMs: number;
  readonly leaseMs: number;
  readonly maxAttempts: number;
  readonly runs: boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Operations in a database that several processes share: each may start, show and cancel them, and works on those
 * that it has claimed. What the database's notifications tell is also looked for regularly.
 */
export class PostgresBackend implements Backend {
  readonly #database: Database;
  readonly #table: OperationTable;
  readonly #hints: Hints;
  readonly #reports: Reports;
  readonly #worker: Worker;
  readonly #upkeep: Upkeep;
  readonly #waits = new Waits();
  readonly #leaseMs: number;
  readonly #onError: (error: unknown) => void;
  #renewed = Number.NEGATIVE_INFINITY;
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(database: Database, options: PostgresBackendOptions) {
    const { methods, runs, leaseMs, onError } = options;
    const table = new OperationTable(database, options);
    const hints = new Hints(database, (hint) => this.#onHint(hint));
    const reports = new Reports(table, onError);
    const all = { ...options, database, table, hints, reports };
    this.#database = database;
    this.#table = table;
    this.#hints = hints;
    this.#reports = reports;
    this.#worker = new Worker({ ...all, methods: runs ? methods : new Map() });
    // How often an operation runs is up to the processes that run it.
    const maxAttempts = runs ? options.maxAttempts : Number.POSITIVE_INFINITY;
    this.#upkeep = new Upkeep({ ...all, maxAttempts });
    this.#leaseMs = leaseMs;
    this.#onError = onError;
  }

  /** Listens, and begins to work. */
  async open(): Promise<void> {
    await this.#database.listen(this.#hints.take);
    this.#stops.push(
      repeat(() => this.#upkeep.run(), UPKEEP_MS, this.#onError),
      repeat(() => this.#look(), LOOK_MS, this.#onError),
    );
  }

  async start(operation: NewOperation): Promise<OperationRecord> {
    const { record, isNew } = await this.#table.insert(operation);
    if (isNew) this.#hints.tell("queued", queueOf(record.method));
    return record;
  }

  flush(): Promise<void> {
    return this.#reports.flush();
  }

  get(name: string): Promise<OperationRecord | undefined> {
    return this.#table.get(name);
  }

  list(page: ListPage): Promise<Candidates> {
    return this.#table.list(page);
  }

  async cancel(name: string): Promise<void> {
    const done = await this.#table.cancel(name, cancelledEnd);
    if (done === "asked") this.#worker.cancel(idOf(name));
    if (done !== undefined) this.#hints.tell(done === "ended" ? "ended" : "cancelled", idOf(name));
  }

  async delete(name: string): Promise<boolean> {
    const isDeleted = await this.#table.delete(name);
    if (isDeleted) this.#hints.tell("ended", idOf(name));
    return isDeleted;
  }

  wait(name: string, hold: Hold, look: () => Promise<Operation>): Promise<Operation> {
    const id = idOf(name);
    return UUID.test(id) ? this.#waits.until(id, hold, look) : look();
  }

  async close(graceMs: number): Promise<void> {
    this.#waits.wakeAll();
    await settleWithin(Math.min(graceMs + PATIENCE_MS, MAX_MS), this.#end(graceMs));
    await this.#database.close();
  }

  async #end(graceMs: number): Promise<void> {
    // The leases are renewed until nothing runs any more.
    await this.#worker.close(graceMs);
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.#reports.flush();
    await this.#hints.close();
  }

  #onHint([kind, subject]: Hint): void {
    if (kind === "queued") this.#worker.look([subject]);
    else if (kind === "cancelled") this.#worker.hearOfCancel(subject);
    else this.#waits.wake(subject);
  }

  async #look(): Promise<void> {
    const now = performance.now();
    if (now - this.#renewed > this.#leaseMs / 5) {
      await this.#worker.renew();
      this.#renewed = now;
    }
    await this.#worker.check();
    // What couldn't be written while the database was away.
    await this.#reports.flush();
    const { ids } = this.#waits;
    if (ids.length > 0) {
      const unfinished = new Set(await this.#table.unfinished(ids));
      for (const id of ids) if (!unfinished.has(id)) this.#waits.wake(id);
    }
    await this.#worker.lookEverywhere();
    this.#upkeep.answered();
  }
}
