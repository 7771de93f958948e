import { settleWithin } from "../engine/hold.ts";
import { endOfInterrupted } from "../engine/interrupted.ts";
import type { ResolvedMethod } from "../engine/method.ts";
import type { OperationEnd, OperationRecord } from "../engine/operation-record.ts";
import { byQueue, type Claim } from "./claim.ts";
import type { Database } from "./database.ts";
import type { Hints } from "./hints.ts";
import type { JobData } from "./job.ts";
import { queueOf } from "./method-queue.ts";
import type { OperationTable } from "./operation-table.ts";
import type { Reports } from "./reports.ts";
import { Run } from "./run.ts";

/** How many jobs are claimed at a time. */
const MAX_BATCH = 100;

/** What a worker works with. */
export interface WorkerOptions {
  readonly database: Database;
  readonly table: OperationTable;
  readonly hints: Hints;
  readonly reports: Reports;
  readonly methods: ReadonlyMap<string, ResolvedMethod>;
  readonly concurrency: number;
  readonly maxAttempts: number;
  readonly leaseMs: number;
  readonly onError: (error: unknown) => void;
}

interface FetchedJob extends Claim, JobData {
  readonly heartbeatSeconds: number | null;
}

/** Claims jobs, runs their methods, and keeps the claims while they run. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #methods: ReadonlyMap<string, ResolvedMethod>;
  /** The queues that may have a job; the next comes first. */
  readonly #ripe = new Set<string>();
  readonly #runs = new Map<Run, Promise<void>>();
  /** Those that are to be cancelled, say notifications, which anybody may send. */
  readonly #heard = new Set<Run>();
  #isChecking = false;
  #claiming: Promise<void> | undefined;
  #closed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { methods } = options;
    this.#methods = new Map([...methods].map(([name, method]) => [queueOf(name), method]));
  }

  /** Claims jobs of these queues when there is room. */
  look(queues: Iterable<string>): void {
    for (const queue of queues) if (this.#methods.has(queue)) this.#ripe.add(queue);
    if (this.#closed || this.#claiming !== undefined || !this.#isHungry()) return;
    this.#claiming = this.#claim();
  }

  /** Looks into the queues that have jobs, if there is room. */
  async lookEverywhere(): Promise<void> {
    if (this.#closed || this.#room() === 0) return;
    this.look(await this.#options.table.waiting([...this.#methods.keys()]));
  }

  /** Tells the method that somebody asked to cancel its operation, if it runs here. */
  cancel(id: string): void {
    for (const run of this.#runs.keys()) if (run.claim.id === id) run.cancel();
  }

  /** Checks whether somebody asked to cancel the operation, if it runs here. */
  hearOfCancel(id: string): void {
    for (const run of this.#runs.keys()) {
      if (run.claim.id === id && !run.cancelRequested) this.#heard.add(run);
    }
    if (!this.#isChecking) void this.#checkHeard();
  }

  /** Renews the leases of the claims. */
  async renew(): Promise<void> {
    const { boss } = this.#options.database;
    const claims = [...this.#runs.keys()].map(({ claim }) => claim);
    for (const [queue, held] of byQueue(claims)) {
      await boss.touch(queue, [...held]);
    }
  }

  /** Stops runs that others have taken over, and tells methods that somebody asked to cancel. */
  async check(runs: readonly Run[] = [...this.#runs.keys()]): Promise<void> {
    if (runs.length === 0) return;
    const found = await this.#options.table.check(runs.map(({ claim }) => claim));
    const held = new Map(
      found.map(({ nth, cancel_requested }) => [runs[nth - 1], cancel_requested]),
    );
    for (const run of runs) {
      const cancelRequested = held.get(run);
      if (cancelRequested === undefined) {
        run.abort("another process has taken the operation over");
        run.abandon();
      } else if (cancelRequested) run.cancel();
    }
  }

  /** Claims nothing more, aborts what runs, and gives back what still runs when the grace is over. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    for (const run of this.#runs.keys()) run.abort("the engine was closed");
    const claimed = Promise.resolve(this.#claiming);
    const ended = claimed.then(() => Promise.all(this.#runs.values()));
    await settleWithin(graceMs, ended);
    const left = [...this.#runs.keys()];
    this.#runs.clear();
    for (const run of left) run.abandon();
    await this.#release(left.map(({ claim }) => claim));
  }

  /** One check at a time, so that many notifications hold up no lease. */
  async #checkHeard(): Promise<void> {
    this.#isChecking = true;
    while (this.#heard.size > 0) {
      const runs = [...this.#heard];
      this.#heard.clear();
      await this.check(runs).catch(this.#options.onError);
    }
    this.#isChecking = false;
  }

  #room(): number {
    return Math.max(0, this.#options.concurrency - this.#runs.size);
  }

  #isHungry(): boolean {
    return this.#ripe.size > 0 && this.#room() > 0;
  }

  async #claim(): Promise<void> {
    try {
      while (!this.#closed && this.#isHungry()) {
        const [queue = ""] = this.#ripe;
        // First, so that it is ripe again if a job comes meanwhile.
        this.#ripe.delete(queue);
        const batchSize = Math.min(this.#room(), MAX_BATCH);
        const jobs = await this.#options.database.boss.fetch<JobData>(queue, { batchSize });
        // At the end, so that the others have their turn.
        if (jobs.length === batchSize) this.#ripe.add(queue);
        const claims = jobs.map(({ id, retryCount, heartbeatSeconds, data }) => {
          return { queue, id, retryCount, heartbeatSeconds, ...data };
        });
        if (claims.length > 0) await this.#begin(queue, claims);
      }
    } catch (thrown) {
      // What was claimed comes back when its lease has run out.
      this.#options.onError(thrown);
    } finally {
      this.#claiming = undefined;
    }
  }

  async #begin(queue: string, jobs: readonly FetchedJob[]): Promise<void> {
    const method = this.#methods.get(queue);
    if (method === undefined) return;
    if (this.#closed) return this.#release(jobs);
    const { table, maxAttempts, leaseMs } = this.#options;
    const unlike = jobs.filter(({ heartbeatSeconds }) => heartbeatSeconds !== leaseMs / 1000);
    if (unlike.length > 0) await table.lease(unlike);
    const attempts = method.onInterruption === "rerun" ? maxAttempts : 1;
    const others = new Map(jobs.map((job) => [job.id, job]));
    for (const { id, record } of await table.begin(jobs, attempts)) {
      const job = others.get(id);
      others.delete(id);
      if (job !== undefined) this.#run(job, method, record.reported);
    }
    if (others.size > 0) await this.#settle([...others.values()], method);
  }

  /** Settles jobs that weren't begun: ends what isn't to run, and runs what was deleted before it could. */
  async #settle(jobs: readonly FetchedJob[], method: ResolvedMethod): Promise<void> {
    const { table, maxAttempts, database } = this.#options;
    const records = new Map(
      (await table.read(jobs.map(({ id }) => id))).map(({ id, record }) => [id, record]),
    );
    for (const job of jobs) {
      const record = records.get(job.id);
      const end = record && endOfInterrupted(record, method, maxAttempts);
      if (record === undefined && job.retryCount === 0) this.#run(job, method, {});
      else if (record === undefined) await database.boss.deleteJob(job.queue, job);
      else if (end !== undefined)
        await this.#finish({ claim: job, reported: record.reported }, end);
    }
  }

  #run(job: FetchedJob, method: ResolvedMethod, reported: OperationRecord["reported"]): void {
    const { queue, id, retryCount, name } = job;
    const run = new Run({
      claim: { queue, id, retryCount },
      name,
      method,
      input: job.input === undefined ? undefined : JSON.parse(job.input),
      reported,
      onReport: (report) => this.#options.reports.add(report),
      finish: (finished, end) => this.#finish(finished, end),
    });
    if (this.#closed) run.abort("the engine was closed");
    const ended = run.run().then(async (isDone) => {
      if (!isDone && this.#runs.has(run)) await this.#release([run.claim]);
      this.#runs.delete(run);
      this.look([]);
    });
    this.#runs.set(run, ended);
  }

  async #finish(report: Pick<Run, "claim" | "reported">, end: OperationEnd): Promise<void> {
    const { table, hints, onError } = this.#options;
    try {
      if (await table.finish(report, end)) hints.tell("ended", report.claim.id);
    } catch (thrown) {
      onError(thrown);
      throw thrown;
    }
  }

  /** Gives jobs back to their queue, for others to take over at once; lost claims stay lost. */
  async #release(claims: readonly Claim[]): Promise<void> {
    const { database, hints, reports, onError } = this.#options;
    // First, since reports are refused once another attempt has begun.
    await reports.flush();
    for (const [queue, given] of byQueue(claims)) {
      await database.boss.fail(queue, [...given]).then(() => hints.tell("queued", queue), onError);
    }
  }
}
