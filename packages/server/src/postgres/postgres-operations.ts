import {
  type Any,
  type CallOptions,
  type MetadataReading,
  type Operation,
  operationNameProblem,
} from "@rx-lro/core";
import { badRequest } from "../bad-request.ts";
import { checkInput } from "../engine/check-input.ts";
import type { Engine } from "../engine/engine.ts";
import { checkCount, checkMs, type EngineOptions } from "../engine/engine-options.ts";
import { toHoldTime } from "../engine/hold-time.ts";
import { parseListPage, toListResponse } from "../engine/list-page.ts";
import { findMethod, type Methods, type ResolvedMethod, resolveMethods } from "../engine/method.ts";
import { toNewOperation, toRequestKey } from "../engine/new-operation.ts";
import { defaultMetadata, readDefaultMetadata } from "../engine/operation-metadata.ts";
import { parentOfOperation, parseParent } from "../engine/operation-name.ts";
import { cancelledEnd, type OperationRecord } from "../engine/operation-record.ts";
import { createOperationView } from "../engine/operation-view.ts";
import {
  cannotBeCancelled,
  engineClosed,
  noSuchOperation,
  notDoneWithin,
} from "../engine/refusals.ts";
import type { Database } from "./database.ts";
import { type Hint, Hints } from "./hints.ts";
import { queueOf } from "./method-queue.ts";
import { idOf, OperationTable } from "./operation-table.ts";
import { repeat } from "./repeat.ts";
import { Reports } from "./reports.ts";
import { Upkeep } from "./upkeep.ts";
import { Waits } from "./waits.ts";
import { Worker } from "./worker.ts";

/** How often this process looks for what it wasn't told: jobs, cancellations, ends. */
const LOOK_MS = 400;
/** How often it looks after what all processes share. */
const UPKEEP_MS = 2_000;

/** What an engine over a database needs to know. */
export interface PostgresOperationsOptions<M extends Methods> extends EngineOptions<M> {
  readonly retentionMs: number;
  readonly leaseMs: number;
  readonly maxAttempts: number;
  readonly runs: boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Operations in a database that several processes share: each may start, show and cancel them, and works on those
 * that it has claimed. What is told by the database's notifications is looked for regularly too.
 */
// Its methods are properties, so that a decorator may spread the engine.
export class PostgresOperations<M extends Methods> implements Engine<M> {
  readonly #database: Database;
  readonly #definitions: ReadonlyMap<string, ResolvedMethod>;
  readonly #table: OperationTable;
  readonly #hints: Hints;
  readonly #reports: Reports;
  readonly #worker: Worker;
  readonly #upkeep: Upkeep;
  readonly #waits = new Waits();
  readonly #show: (record: OperationRecord) => Operation;
  readonly #options: PostgresOperationsOptions<M>;
  readonly #maxWaitMs: number;
  readonly #closeGraceMs: number;
  #renewed = Number.NEGATIVE_INFINITY;
  #closed = false;
  #closing: Promise<void> | undefined;
  readonly #stops: (() => Promise<void>)[] = [];

  readonly service: string;
  readonly methods = new Set(["get", "list", "cancel", "delete", "wait"] as const);
  readonly readMetadata: (metadata: Any) => MetadataReading;
  readonly listParent = parentOfOperation;

  constructor(database: Database, options: PostgresOperationsOptions<M>) {
    const { leaseMs, retentionMs, maxAttempts, onError } = options;
    const maxQueued = checkCount("maxQueued", options.maxQueued ?? Number.POSITIVE_INFINITY);
    const concurrency = checkCount("concurrency", options.concurrency ?? Number.POSITIVE_INFINITY);
    const methods = resolveMethods(options.methods);
    const table = new OperationTable(database, { maxQueued, leaseMs, retentionMs });
    const hints = new Hints(database, (hint) => this.#onHint(hint));
    const reports = new Reports(table, onError);
    const all = { database, table, hints, reports, methods, concurrency, maxAttempts, leaseMs };
    this.#database = database;
    this.#definitions = methods;
    this.#table = table;
    this.#hints = hints;
    this.#reports = reports;
    this.#worker = new Worker({ ...all, methods: options.runs ? methods : new Map(), onError });
    this.#upkeep = new Upkeep(all);
    this.#show = createOperationView(methods, options.metadata ?? defaultMetadata);
    this.#options = options;
    this.#maxWaitMs = checkMs("maxWaitMs", options.maxWaitMs ?? 300_000);
    this.#closeGraceMs = checkMs("closeGraceMs", options.closeGraceMs ?? 5_000);
    this.service = options.service ?? database.service;
    this.readMetadata = options.readMetadata ?? readDefaultMetadata;
  }

  /** Listens, and begins to work. */
  async open(): Promise<void> {
    const look = () => this.#quietly(() => this.#look());
    // What was told meanwhile was missed.
    const onReconnect = () => void look();
    await this.#database.listen({ onNotification: this.#hints.take, onReconnect });
    const upkeep = () => this.#quietly(() => this.#upkeep.run());
    this.#stops.push(repeat(upkeep, UPKEEP_MS), repeat(look, LOOK_MS));
  }

  readonly start: Engine<M>["start"] = async (methodName, input, options = {}) => {
    this.#throwIfOver();
    const method = findMethod(this.#definitions, methodName);
    const parent = parseParent("parent", options.parent ?? "");
    const requestKey = toRequestKey(parent, methodName, options.requestId);
    const { metadata = {} } = options;
    // Without a schema at once: the caller may change it.
    const checked = method.input === undefined ? input : await checkInput(method.input, input);
    this.#throwIfOver();
    const facts = { parent, method: methodName, input: checked, metadata, requestKey };
    const asked = toNewOperation(facts);
    const { record, isNew } = await this.#table.insert(asked);
    if (isNew) this.#hints.tell("queued", queueOf(methodName));
    return this.#show(record);
  };

  readonly getOperation: Engine["getOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    await this.#reports.flush();
    const record = await this.#read(name);
    this.#throwIfOver(options);
    return this.#show(record);
  };

  readonly listOperations: Engine["listOperations"] = async (request, options) => {
    this.#throwIfOver(options);
    const page = parseListPage(request);
    await this.#reports.flush();
    const found = await this.#table.list(page);
    this.#throwIfOver(options);
    return toListResponse(page, found, this.#show);
  };

  readonly cancelOperation: Engine["cancelOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    const { method } = await this.#read(name);
    if (this.#definitions.get(method)?.cancellable === false) throw cannotBeCancelled(name, method);
    const done = await this.#table.cancel(name, cancelledEnd);
    if (done !== undefined) this.#hints.tell(done === "ended" ? "ended" : "cancelled", idOf(name));
  };

  readonly deleteOperation: Engine["deleteOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    checkName(name);
    if (!(await this.#table.delete(name))) throw noSuchOperation(name);
    this.#hints.tell("ended", idOf(name));
  };

  readonly waitOperation: Engine["waitOperation"] = async (request, options = {}) => {
    this.#throwIfOver(options);
    const { name } = request;
    const { ms, expires } = toHoldTime(request, options, this.#maxWaitMs);
    checkName(name);
    const { signal } = options;
    const look = () => this.getOperation({ name }, options);
    const operation = await this.#waits.until(idOf(name), { ms, signal }, look);
    if (expires && !operation.done) throw notDoneWithin(name, ms);
    return operation;
  };

  readonly close = (): Promise<void> => {
    // First, since abort listeners may call.
    this.#closed = true;
    this.#closing ??= this.#close();
    return this.#closing;
  };

  readonly [Symbol.asyncDispose] = this.close;

  async #close(): Promise<void> {
    this.#waits.wakeAll();
    // The leases are renewed until nothing runs any more.
    await this.#worker.close(this.#closeGraceMs);
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.#reports.flush();
    await this.#hints.settled();
    await this.#database.close();
  }

  async #read(name: string): Promise<OperationRecord> {
    checkName(name);
    const record = await this.#table.get(name);
    if (record === undefined) throw noSuchOperation(name);
    return record;
  }

  #onHint([kind, subject]: Hint): void {
    if (kind === "queued") this.#worker.look([subject]);
    else if (kind === "cancelled") this.#worker.cancel(subject);
    else this.#waits.wake(subject);
  }

  async #look(): Promise<void> {
    const now = performance.now();
    if (now - this.#renewed > this.#options.leaseMs / 5) {
      await this.#worker.renew();
      this.#renewed = now;
    }
    await this.#worker.check();
    const { ids } = this.#waits;
    if (ids.length > 0) {
      const unfinished = new Set(await this.#table.unfinished(ids));
      for (const id of ids) if (!unfinished.has(id)) this.#waits.wake(id);
    }
    await this.#worker.lookEverywhere();
    this.#upkeep.answered();
  }

  async #quietly(task: () => Promise<void>): Promise<void> {
    await task().catch(this.#options.onError);
  }

  #throwIfOver(options: CallOptions = {}): void {
    options.signal?.throwIfAborted();
    if (this.#closed) throw engineClosed();
  }
}

/** Refuses what no operation of this engine can be called: all of them end with a UUID. */
function checkName(name: string): void {
  const problem = operationNameProblem(name);
  if (problem !== undefined) throw badRequest("name", problem);
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(idOf(name))) throw noSuchOperation(name);
}
