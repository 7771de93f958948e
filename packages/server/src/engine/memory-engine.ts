import {
  type Any,
  Code,
  type MetadataReading,
  messageOf,
  type Operation,
  operationNameProblem,
  RpcError,
} from "@rx-lro/core";
import { badRequest } from "../bad-request.ts";
import type { Engine } from "./engine.ts";
import { hold, type Waiters, wake } from "./hold.ts";
import { toHoldTime } from "./hold-time.ts";
import { toJsonCopy, toJsonObject } from "./json.ts";
import { parseListPage, toListResponse } from "./list-page.ts";
import { MemoryJob } from "./memory-job.ts";
import { type Methods, type ResolvedMethod, resolveMethods } from "./method.ts";
import { defaultMetadata, type EngineFacts, readDefaultMetadata } from "./operation-metadata.ts";
import { createOperationName, parentOfOperation, parseParent } from "./operation-name.ts";
import { createRecord } from "./operation-record.ts";
import { createRunQueue, type RunQueue } from "./run-queue.ts";

/** How a memory engine runs methods. */
export interface MemoryEngineOptions<M extends Methods> {
  /** What can be started, by name. */
  readonly methods: M;
  /** How many methods run at a time; the others are queued in order. @defaultValue `Infinity` */
  readonly concurrency?: number;
  /** How long a wait is held at most, in milliseconds. @defaultValue 300 000: proxies give up sooner or later */
  readonly maxWaitMs?: number;
  /** How long closing waits for methods that don't honour their signal. @defaultValue 5 000 */
  readonly closeGraceMs?: number;
  /** Shapes the metadata. @defaultValue what was reported, times and `cancelRequested` */
  readonly metadata?: (facts: EngineFacts) => Any;
  /** Reads the shaped metadata. @defaultValue reads the default metadata and Earth Engine's */
  readonly readMetadata?: (metadata: Any) => MetadataReading;
  /** The identity of the service. @defaultValue a new one for each engine, since its operations die with it */
  readonly service?: string;
}

/**
 * An engine that keeps its operations in memory: for tests, and where losing them with the process is fine.
 *
 * An operation is kept until it is deleted. Cancelling one that is done, or was asked to before, is accepted
 * and changes nothing. Only the methods themselves and waits in flight keep the process alive.
 *
 * @throws TypeError for a method that can't be run, RangeError for a number out of range.
 *
 * @example
 * ```ts
 * import { createMemoryEngine } from "@rx-lro/server";
 * const engine = createMemoryEngine({
 *   methods: { double: async (input: { n: number }) => ({ n: input.n * 2 }) },
 * });
 * const { name } = await engine.start("double", { n: 21 }, { parent: "projects/p" });
 * const { response } = await engine.waitOperation({ name });
 * ```
 */
export function createMemoryEngine<const M extends Methods>(
  options: MemoryEngineOptions<M>,
): Engine<M> {
  return new MemoryEngine(options);
}

// Its methods are properties, so that a decorator may spread the engine.
class MemoryEngine<M extends Methods> implements Engine<M> {
  readonly #definitions: ReadonlyMap<string, ResolvedMethod>;
  readonly #metadata: (facts: EngineFacts) => Any;
  readonly #queue: RunQueue<MemoryJob>;
  readonly #maxWaitMs: number;
  readonly #closeGraceMs: number;
  readonly #jobs = new Map<string, MemoryJob>();
  readonly #requests = new Map<string, MemoryJob>();
  #created = 0;
  #closed = false;
  #closing: Promise<void> | undefined;

  readonly service: string;
  readonly methods = new Set(["get", "list", "cancel", "delete", "wait"] as const);
  readonly readMetadata: (metadata: Any) => MetadataReading;
  readonly listParent = parentOfOperation;

  constructor(options: MemoryEngineOptions<M>) {
    this.#definitions = resolveMethods(options.methods);
    this.#metadata = options.metadata ?? defaultMetadata;
    this.#queue = createRunQueue(options.concurrency ?? Number.POSITIVE_INFINITY);
    this.#maxWaitMs = checkMs("maxWaitMs", options.maxWaitMs ?? 300_000);
    this.#closeGraceMs = checkMs("closeGraceMs", options.closeGraceMs ?? 5_000);
    this.service = options.service ?? `memory:${crypto.randomUUID()}`;
    this.readMetadata = options.readMetadata ?? readDefaultMetadata;
  }

  readonly start: Engine<M>["start"] = async (methodName, input, options = {}) => {
    this.#throwIfClosed();
    const method = this.#definition(methodName);
    const parent = parseParent("parent", options.parent ?? "");
    const { requestId = "" } = options;
    const requestKey =
      requestId === "" ? undefined : JSON.stringify([parent, methodName, requestId]);
    const known = requestKey === undefined ? undefined : this.#requests.get(requestKey);
    if (known !== undefined) return known.show();
    const now = Date.now();
    const name = createOperationName(parent, now);
    const reported = asJson("metadata", () => toJsonObject(options.metadata ?? {}));
    this.#created += 1;
    const job = new MemoryJob({
      record: createRecord({ name, parent, method: methodName, reported }, now),
      input: asJson("input", () => toJsonCopy(input)),
      method,
      metadata: this.#metadata,
      position: this.#created,
      requestKey,
    });
    const operation = job.show();
    this.#jobs.set(name, job);
    if (requestKey !== undefined) this.#requests.set(requestKey, job);
    this.#queue.add(job);
    return operation;
  };

  readonly getOperation: Engine["getOperation"] = async ({ name }, options) =>
    this.#find(name, options).show();

  readonly listOperations: Engine["listOperations"] = async (request, options) => {
    options?.signal?.throwIfAborted();
    this.#throwIfClosed();
    const page = parseListPage(request);
    const found: { position: number; operation: Operation }[] = [];
    for (const job of this.#jobs.values()) {
      if (job.position <= page.after || job.record.parent !== page.scope.parent) continue;
      found.push({ position: job.position, operation: job.show() });
      if (found.length > page.size) break;
    }
    return toListResponse(page, found);
  };

  readonly cancelOperation: Engine["cancelOperation"] = async ({ name }, options) => {
    const job = this.#find(name, options);
    if (!job.method.cancellable) {
      const message = `${JSON.stringify(name)} can't be cancelled: the method ${job.record.method} always runs to its end`;
      throw new RpcError(Code.UNIMPLEMENTED, message);
    }
    job.cancel(this.#queue.withdraw(job));
  };

  readonly deleteOperation: Engine["deleteOperation"] = async ({ name }, options) => {
    const job = this.#find(name, options);
    this.#jobs.delete(name);
    if (job.requestKey !== undefined) this.#requests.delete(job.requestKey);
    wake(job.waiters);
  };

  readonly waitOperation: Engine["waitOperation"] = async (request, options = {}) => {
    const { name } = request;
    const job = this.#find(name, options);
    const { ms, expires } = toHoldTime(request, options, this.#maxWaitMs);
    if (job.record.end === undefined) await hold(job.waiters, ms, options.signal);
    // Once more: it may have been deleted meanwhile, or the engine closed.
    const { record } = this.#find(name, options);
    if (expires && record.end === undefined) {
      const message = `${JSON.stringify(name)} was not done within ${ms} ms`;
      throw new RpcError(Code.DEADLINE_EXCEEDED, message);
    }
    return job.show();
  };

  readonly close = (): Promise<void> => {
    this.#closing ??= this.#close();
    return this.#closing;
  };

  readonly [Symbol.asyncDispose] = this.close;

  async #close(): Promise<void> {
    this.#closed = true;
    const { running, settled } = this.#queue.stop();
    const drained: Waiters = new Set();
    const grace = hold(drained, this.#closeGraceMs);
    void settled.then(() => wake(drained));
    for (const job of running) job.abort("the engine was closed");
    for (const job of this.#jobs.values()) wake(job.waiters);
    await grace;
  }

  #definition(name: string): ResolvedMethod {
    const definition = this.#definitions.get(name);
    if (definition !== undefined) return definition;
    const known = [...this.#definitions.keys()].join(", ");
    throw badRequest("method", `there is no ${JSON.stringify(name)}; there are: ${known}`);
  }

  #find(name: string, options: { readonly signal?: AbortSignal } = {}): MemoryJob {
    options.signal?.throwIfAborted();
    this.#throwIfClosed();
    const job = this.#jobs.get(name);
    if (job !== undefined) return job;
    const problem = operationNameProblem(name);
    if (problem !== undefined) throw badRequest("name", problem);
    throw new RpcError(Code.NOT_FOUND, `there is no operation ${JSON.stringify(name)}`);
  }

  #throwIfClosed(): void {
    if (this.#closed) throw new RpcError(Code.UNAVAILABLE, "the engine was closed");
  }
}

function checkMs(option: string, value: number): number {
  if (value >= 0 && value <= 2_147_483_647) return value;
  throw new RangeError(`${option} is from 0 to 2147483647 milliseconds, not ${value}`);
}

function asJson<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw badRequest(field, `not JSON: ${messageOf(cause)}`, cause);
  }
}
