import {
  type CallOptions,
  createWatcher,
  exponentialBackoff,
  type ListOperationsRequest,
  type ListOperationsResponse,
  type Operation,
  type Operations,
  type WaitOperationRequest,
  type Watcher,
  type WatcherOptions,
} from "@rx-lro/core";
import { ConformanceError } from "./conformance-error.ts";
import type { Kind, Subject } from "./subject.ts";

/** The time between looks, of watchers and of `settle`. */
const backoff = exponentialBackoff({ initialMs: 5, maxMs: 100 });

/** These end by themselves. */
const ENDING: readonly Kind[] = ["succeed", "succeedBare", "reporting", "fail", "endCancelled"];

/** One run of a scenario on a subject: starts work, waits for it, and finally ends what is still running. */
export class Trial {
  readonly subject: Subject;
  readonly operations: Operations;
  readonly patienceMs: number;
  readonly #started: { readonly kind: Kind; readonly name: string }[] = [];

  constructor(subject: Subject) {
    this.subject = subject;
    this.operations = subject.operations;
    this.patienceMs = subject.patienceMs ?? 3000;
  }

  async start(kind: Kind, parent?: string): Promise<Operation> {
    const operation = await this.within(`starting ${kind}`, this.subject.start(kind, parent));
    this.#started.push({ kind, name: operation.name });
    return operation;
  }

  async release(name: string): Promise<void> {
    const { subject } = this;
    if (!subject.release) throw missing("release", "gate and uncancellable");
    await subject.release(name);
  }

  async createParent(): Promise<string> {
    const { subject } = this;
    if (!subject.createParent) throw missing("createParent", "list");
    return await subject.createParent();
  }

  /** Gets an operation until it is done. */
  async settle(name: string): Promise<Operation> {
    for (let waitedMs = 0, looks = 1; ; looks += 1) {
      const operation = await this.get(name);
      if (operation.done === true) return operation;
      if (waitedMs > this.patienceMs) {
        const message = `${name} was still not done after ${this.patienceMs} ms`;
        throw new ConformanceError(message, { actual: operation });
      }
      const delayMs = backoff.delayMs(looks);
      await new Promise<void>((resolve) => void setTimeout(resolve, delayMs));
      waitedMs += delayMs;
    }
  }

  get(name: string): Promise<Operation> {
    return this.within(`get ${name}`, this.operations.getOperation({ name }));
  }

  list(request: ListOperationsRequest): Promise<ListOperationsResponse> {
    return this.within(`list ${request.name}`, this.operations.listOperations(request));
  }

  cancel(name: string): Promise<void> {
    return this.within(`cancel ${name}`, this.operations.cancelOperation({ name }));
  }

  delete(name: string): Promise<void> {
    return this.within(`delete ${name}`, this.operations.deleteOperation({ name }));
  }

  wait(request: WaitOperationRequest, options?: CallOptions): Promise<Operation> {
    return this.within(`wait for ${request.name}`, this.operations.waitOperation(request, options));
  }

  /**
   * The result of a promise that settles before the subject's patience ends; leaves no timer.
   *
   * @throws ConformanceError that begins with `what` when it doesn't.
   */
  async within<T>(what: string, promise: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const message = `${what}: nothing has happened for ${this.patienceMs} ms`;
      timer = setTimeout(() => reject(new ConformanceError(message, {})), this.patienceMs);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A watcher that looks often. */
  watcher(options: WatcherOptions = {}, operations = this.operations): Watcher {
    return createWatcher(operations, { backoff, ...options });
  }

  /** Ends what was started and may still run. A failure here says nothing about the scenario. */
  async tidy(): Promise<void> {
    for (const { kind, name } of this.#started) {
      try {
        if (kind === "gate" || kind === "uncancellable") await this.subject.release?.(name);
        else if (!ENDING.includes(kind)) await this.cancel(name);
      } catch {
        // It may have ended, or been deleted.
      }
    }
  }
}

function missing(member: string, capability: string): TypeError {
  return new TypeError(`the subject has no ${member}; add it, or say that it lacks ${capability}`);
}
