import { endOfInterrupted } from "../engine/interrupted.ts";
import type { ResolvedMethod } from "../engine/method.ts";
import type { Database } from "./database.ts";
import type { Hints } from "./hints.ts";
import { queueOf } from "./method-queue.ts";
import type { OperationTable } from "./operation-table.ts";

/** What upkeep works with. */
export interface UpkeepOptions {
  readonly database: Database;
  readonly table: OperationTable;
  readonly hints: Hints;
  readonly methods: ReadonlyMap<string, ResolvedMethod>;
  readonly maxAttempts: number;
  readonly leaseMs: number;
}

/** What each process does for all: frees jobs without a worker, ends what isn't run again, deletes what expired. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #queues: readonly string[];
  #seen = performance.now();
  #calmSince = Number.NEGATIVE_INFINITY;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#queues = [...options.methods.keys()].map(queueOf);
  }

  /**
   * The database has just answered.
   *
   * When it didn't for a while, no worker could renew its leases: each gets the time of a lease to do so.
   */
  answered(): void {
    const now = performance.now();
    if (now - this.#seen > this.#options.leaseMs / 2) this.#calmSince = now;
    this.#seen = now;
  }

  async run(): Promise<void> {
    const { database, table, leaseMs } = this.#options;
    if (performance.now() - this.#calmSince >= leaseMs) await database.boss.supervise();
    await this.#endInterrupted();
    await table.expire();
  }

  async #endInterrupted(): Promise<void> {
    const { table, hints, methods, maxAttempts } = this.#options;
    for (const found of await table.interrupted(this.#queues)) {
      const end = endOfInterrupted(found.record, methods.get(found.record.method), maxAttempts);
      if (end !== undefined && (await table.endInterrupted(found, end))) {
        hints.tell("ended", found.id);
      }
    }
  }
}
