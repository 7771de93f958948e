import {
  type Any,
  type CallOptions,
  type MetadataReading,
  type Operation,
  operationNameProblem,
} from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";
import { checkMs } from "../check-option.ts";
import type { Backend } from "./backend.ts";
import { checkInput } from "./check-input.ts";
import type { Engine } from "./engine.ts";
import type { EngineOptions } from "./engine-options.ts";
import { toHoldTime } from "./hold-time.ts";
import { parseListPage, toListResponse } from "./list-page.ts";
import { findMethod, type ResolvedMethod, resolveMethods } from "./method.ts";
import { toNewOperation } from "./new-operation.ts";
import { defaultMetadata, readDefaultMetadata } from "./operation-metadata.ts";
import { parentOfOperation, parseParent } from "./operation-name.ts";
import type { OperationRecord } from "./operation-record.ts";
import { createOperationView } from "./operation-view.ts";
import { cannotBeCancelled, engineClosed, noSuchOperation, notDoneWithin } from "./refusals.ts";

/** How long a parent and a requestId may be, in characters. */
const LONGEST = 500;

/** What all engines share: checks requests, has a backend carry them out, and shows its records as operations. */
// Its methods are properties, so that a decorator may spread the engine.
export class OperationsEngine<M> implements Engine<M> {
  readonly #backend: Backend;
  readonly #definitions: ReadonlyMap<string, ResolvedMethod>;
  readonly #show: (record: OperationRecord) => Operation;
  readonly #maxWaitMs: number;
  readonly #closeGraceMs: number;
  #closing: Promise<void> | undefined;
  #closed = false;

  readonly service: string;
  readonly methods = new Set(["get", "list", "cancel", "delete", "wait"] as const);
  readonly readMetadata: (metadata: Any) => MetadataReading;
  readonly listParent = parentOfOperation;

  constructor(backend: Backend, options: EngineOptions<M> & { readonly service: string }) {
    this.#backend = backend;
    this.#definitions = resolveMethods(options.methods);
    this.#show = createOperationView(this.#definitions, options.metadata ?? defaultMetadata);
    this.#maxWaitMs = checkMs("maxWaitMs", options.maxWaitMs ?? 300_000);
    this.#closeGraceMs = checkMs("closeGraceMs", options.closeGraceMs ?? 5_000);
    this.service = options.service;
    this.readMetadata = options.readMetadata ?? readDefaultMetadata;
  }

  readonly start: Engine<M>["start"] = async (methodName, input, options = {}) => {
    this.#throwIfOver();
    const method = findMethod(this.#definitions, methodName);
    const parent = parseParent("parent", checkLength("parent", options.parent));
    const requestId = checkLength("requestId", options.requestId);
    const { metadata = {} } = options;
    // Without a schema nothing is awaited before the copy: the caller may change the input.
    const checked = method.input === undefined ? input : await checkInput(method.input, input);
    this.#throwIfOver();
    const asked = { parent, method: methodName, input: checked, metadata, requestId };
    const operation = toNewOperation(asked);
    // An operation that can't be shown isn't started.
    this.#show(operation.record);
    return this.#show(await this.#backend.start(operation, method));
  };

  readonly getOperation: Engine["getOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    await this.#backend.flush();
    this.#throwIfOver(options);
    const record = await this.#read(name);
    this.#throwIfOver(options);
    return this.#show(record);
  };

  readonly listOperations: Engine["listOperations"] = async (request, options) => {
    this.#throwIfOver(options);
    const page = parseListPage(request);
    await this.#backend.flush();
    this.#throwIfOver(options);
    const found = await this.#backend.list(page);
    this.#throwIfOver(options);
    return toListResponse(page, found, this.#show);
  };

  readonly cancelOperation: Engine["cancelOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    const { method } = await this.#read(name);
    if (this.#definitions.get(method)?.cancellable === false) throw cannotBeCancelled(name, method);
    await this.#backend.cancel(name);
  };

  readonly deleteOperation: Engine["deleteOperation"] = async ({ name }, options) => {
    this.#throwIfOver(options);
    checkName(name);
    if (!(await this.#backend.delete(name))) throw noSuchOperation(name);
  };

  readonly waitOperation: Engine["waitOperation"] = async (request, options = {}) => {
    this.#throwIfOver(options);
    const { name } = request;
    const { ms, expires } = toHoldTime(request, options, this.#maxWaitMs);
    checkName(name);
    const { signal } = options;
    const look = () => this.getOperation({ name }, options);
    const operation = await this.#backend.wait(name, { ms, signal }, look);
    if (expires && !operation.done) throw notDoneWithin(name, ms);
    return operation;
  };

  readonly close = (): Promise<void> => {
    // First, since abort listeners may call the engine.
    this.#closed = true;
    this.#closing ??= this.#backend.close(this.#closeGraceMs);
    return this.#closing;
  };

  readonly [Symbol.asyncDispose] = this.close;

  async #read(name: string): Promise<OperationRecord> {
    checkName(name);
    const record = await this.#backend.get(name);
    if (record === undefined) throw noSuchOperation(name);
    return record;
  }

  #throwIfOver(options: CallOptions = {}): void {
    options.signal?.throwIfAborted();
    if (this.#closed) throw engineClosed();
  }
}

/** Databases refuse to index texts of a few thousand bytes. */
function checkLength(field: string, text = ""): string {
  if (text.length <= LONGEST) return text;
  throw badRequest(field, `it is longer than ${LONGEST} characters`);
}

function checkName(name: string): void {
  const problem = operationNameProblem(name);
  if (problem !== undefined) throw badRequest("name", problem);
}
