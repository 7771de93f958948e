import {
  type Any,
  type CallOptions,
  type MetadataReading,
  type Operation,
  operationNameProblem,
} from "@rx-lro/core";
import { badRequest } from "../bad-request.ts";
import { checkInput } from "./check-input.ts";
import type { Engine } from "./engine.ts";
import { checkMs, type EngineOptions } from "./engine-options.ts";
import { toHoldTime } from "./hold-time.ts";
import { Jobs } from "./jobs.ts";
import { parseListPage, toListResponse } from "./list-page.ts";
import { findMethod, type Methods, type ResolvedMethod, resolveMethods } from "./method.ts";
import { toNewOperation, toRequestKey } from "./new-operation.ts";
import { defaultMetadata, readDefaultMetadata } from "./operation-metadata.ts";
import { parentOfOperation, parseParent } from "./operation-name.ts";
import type { OperationRecord } from "./operation-record.ts";
import { createOperationView } from "./operation-view.ts";
import { cannotBeCancelled, engineClosed, noSuchOperation, notDoneWithin } from "./refusals.ts";
import { createRunQueue } from "./run-queue.ts";
import type { Store } from "./store.ts";

/**
 * Runs methods over a store: what all engines share.
 *
 * Everybody is shown what is stored; jobs own the records that have no end yet.
 */
// Its methods are properties, so that a decorator may spread the engine.
export class OperationsEngine<M extends Methods> implements Engine<M> {
  readonly #store: Store;
  readonly #definitions: ReadonlyMap<string, ResolvedMethod>;
  readonly #jobs: Jobs;
  readonly #show: (record: OperationRecord) => Operation;
  readonly #maxWaitMs: number;
  readonly #closeGraceMs: number;
  /** Starts on their way into the store, by request key. */
  readonly #starting = new Map<string, Promise<void>>();
  #closed = false;
  #closing: Promise<void> | undefined;

  readonly service: string;
  readonly methods = new Set(["get", "list", "cancel", "delete", "wait"] as const);
  readonly readMetadata: (metadata: Any) => MetadataReading;
  readonly listParent = parentOfOperation;

  constructor(store: Store, options: EngineOptions<M> & { readonly service: string }) {
    this.#store = store;
    this.#definitions = resolveMethods(options.methods);
    this.#jobs = new Jobs(store, createRunQueue(options));
    this.#show = createOperationView(this.#definitions, options.metadata ?? defaultMetadata);
    this.#maxWaitMs = checkMs("maxWaitMs", options.maxWaitMs ?? 300_000);
    this.#closeGraceMs = checkMs("closeGraceMs", options.closeGraceMs ?? 5_000);
    this.service = options.service;
    this.readMetadata = options.readMetadata ?? readDefaultMetadata;
  }

  /** Runs what an earlier engine left without an end, or ends it; resolves when the ends are stored. */
  resume(maxAttempts: number): Promise<void> {
    return this.#jobs.resume(this.#definitions, maxAttempts);
  }

  readonly start: Engine<M>["start"] = async (methodName, input, options = {}) => {
    this.#throwIfOver();
    const method = findMethod(this.#definitions, methodName);
    const parent = parseParent("parent", options.parent ?? "");
    const requestKey = toRequestKey(parent, methodName, options.requestId);
    // Without a schema at once: the caller may change it.
    const checked = method.input === undefined ? input : await checkInput(method.input, input);
    this.#throwIfOver();
    if (requestKey !== undefined) {
      while (this.#starting.has(requestKey)) await this.#starting.get(requestKey);
      this.#throwIfOver();
      const known = this.#store.find(requestKey);
      if (known !== undefined) return this.#show(known);
    }
    const { metadata = {} } = options;
    const asked = toNewOperation({
      parent,
      method: methodName,
      input: checked,
      metadata,
      requestKey,
    });
    const operation = this.#show(asked.record);
    const stored = this.#jobs.start(asked, method);
    if (requestKey !== undefined) {
      const clear = (): boolean => this.#starting.delete(requestKey);
      this.#starting.set(requestKey, stored);
      stored.then(clear, clear);
    }
    await stored;
    return operation;
  };

  readonly getOperation: Engine["getOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    await this.#store.flush();
    this.#throwIfOver(options);
    return this.#show(this.#read(name));
  };

  readonly listOperations: Engine["listOperations"] = async (request, options) => {
    this.#throwIfOver(options);
    const page = parseListPage(request);
    await this.#store.flush();
    this.#throwIfOver(options);
    return toListResponse(page, this.#store.list(page), this.#show);
  };

  readonly cancelOperation: Engine["cancelOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    const { method } = this.#read(name);
    if (this.#definitions.get(method)?.cancellable === false) throw cannotBeCancelled(name, method);
    await this.#jobs.cancel(name);
  };

  readonly deleteOperation: Engine["deleteOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    await this.#store.delete(this.#read(name));
    this.#jobs.forget(name);
  };

  readonly waitOperation: Engine["waitOperation"] = async (request, options = {}) => {
    this.#throwIfOver(options);
    const { name } = request;
    const { ms, expires } = toHoldTime(request, options, this.#maxWaitMs);
    await this.#jobs.wait(name, ms, options.signal);
    const operation = await this.getOperation({ name }, options);
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
    await this.#jobs.close(this.#closeGraceMs);
    this.#store.close();
  }

  #read(name: string): OperationRecord {
    const record = this.#store.get(name);
    if (record !== undefined) return record;
    const problem = operationNameProblem(name);
    if (problem !== undefined) throw badRequest("name", problem);
    throw noSuchOperation(name);
  }

  #throwIfOver(options: CallOptions = {}): void {
    options.signal?.throwIfAborted();
    if (this.#closed) throw engineClosed();
  }
}
