import { dequal } from "dequal/lite";
import type { Observable } from "rxjs";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { LifecycleEvent } from "../lifecycle/lifecycle-machine.ts";
import type { LostReason, OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { isBareEnd, type OperationReading, readOperation } from "../lifecycle/read-operation.ts";
import type { PollFailure } from "../polling/poll-errors.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { Cancellation, type CancellationTarget } from "./cancellation.ts";
import { LookLoop, type LookTarget } from "./look-loop.ts";
import type { WatcherContext } from "./watcher-context.ts";

const NOBODY: readonly StateObserver[] = [];

/** Is told each new state of a tracked operation, in order. */
export interface StateObserver {
  /** `version` grows with each call; `state` is undefined as long as nothing is known. */
  changed(state: OperationState | undefined, version: number): void;
}

/**
 * What a watcher knows of one name: its raw operation, its lifecycle, its loop of looks and its cancellation.
 *
 * Shared by all views of the name. It looks only while somebody observes it. A class, since there may be a
 * hundred thousand of it.
 */
export class TrackedOperation implements LookTarget<Operation>, CancellationTarget {
  readonly name: string;
  /** Everything known, in one value; the same reference until something changes. */
  state: OperationState | undefined;
  version = 0;
  /** Some look has found it. */
  wasAnswered = false;
  outcome: Outcome | undefined;
  lostBecause: LostReason | undefined;
  readonly #context: WatcherContext;
  readonly #loop: LookLoop<Operation>;
  #lifecycle: Lifecycle;
  #cancellation: Cancellation | undefined;
  #operation: Operation | undefined;
  #reading: ReturnType<WatcherContext["readMetadata"]>;
  #seenAt: number | undefined;
  #appliedAsk = 0;
  #pollError: RpcError | undefined;
  /** Replaced, never changed: telling walks the one it began with. */
  #observers: readonly StateObserver[] = NOBODY;
  #listeners: readonly StateObserver[] = NOBODY;
  #untold: (() => void)[] | undefined;

  constructor(name: string, context: WatcherContext) {
    this.name = name;
    this.#context = context;
    this.#lifecycle = context.initial;
    this.#loop = new LookLoop(this, context);
  }

  get isSeen(): boolean {
    return this.#operation !== undefined;
  }

  /** The latest request to cancel, once there is one. */
  get cancellation(): Cancellation | undefined {
    return this.#cancellation;
  }

  /** Keeps the operation looked at until the returned teardown is called. */
  observe(observer: StateObserver): () => void {
    this.#observers = [...this.#observers, observer];
    this.attend();
    return () => {
      this.#observers = this.#observers.filter((other) => other !== observer);
      if (this.#observers.length > 0) return;
      this.#loop.stop();
      this.#context.remember(this);
    };
  }

  get isObserved(): boolean {
    return this.#observers.length > 0;
  }

  /** Is told of each new state without having the operation looked at. */
  listen(observer: StateObserver): () => void {
    this.#listeners = [...this.#listeners, observer];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== observer);
    };
  }

  /** Somebody has come who observes: looks, and looks again if contact was lost. */
  attend(): void {
    if (this.outcome !== undefined) return;
    if (this.lostBecause === undefined) {
      this.#loop.start();
    } else {
      this.#resume();
      this.publish();
    }
  }

  /** Takes an operation that somebody else got, such as the answer of the call that started it. */
  tell(operation: Operation): void {
    if (this.outcome === undefined && this.#isTelling(operation)) {
      this.#apply(operation, this.#appliedAsk, false);
    }
  }

  #isTelling(operation: Operation): boolean {
    const reading = readOperation(operation);
    if (reading.type === "running") return !this.isSeen;
    // An end that doesn't say how counts from a get only, if there can be one.
    return (reading.type === "done" && !isBareEnd(reading)) || this.name === "";
  }

  /** Asks to cancel. Asking again while a cancellation is open is the same cancellation. */
  cancel(): Cancellation {
    if (this.#cancellation?.isOpen) return this.#cancellation;
    const cancellation = new Cancellation(this, this.#context);
    if (this.outcome !== undefined) {
      cancellation.ended(this.outcome);
      return cancellation;
    }
    this.#cancellation = cancellation;
    if (this.lostBecause !== undefined) this.#resume();
    this.advance("cancel");
    this.#loop.sooner();
    cancellation.send();
    this.#context.remember(this);
    this.publish();
    return cancellation;
  }

  /** Takes the lifecycle one event further. */
  advance(event: LifecycleEvent["type"]): void {
    this.#lifecycle = this.#lifecycle.after(event);
  }

  lookSooner(): void {
    this.#loop.sooner();
  }

  lookNow(): void {
    this.#loop.now();
  }

  look(): Observable<Operation> {
    return this.#context.look(this.name);
  }

  /** Takes the answer of a get. */
  answered(operation: Operation, asked: number): void {
    this.sighted(operation, asked, true);
  }

  /** Takes the answer of a look; only one by get can judge a refused cancellation. */
  sighted(operation: Operation, asked: number, isGet = false): void {
    this.wasAnswered = true;
    if (this.lostBecause !== undefined) this.#resume();
    this.#apply(operation, asked, isGet);
  }

  /** Takes the failure of a look that isn't this operation's own: told, but nothing is concluded from it. */
  missed(error: RpcError): void {
    if (this.outcome !== undefined) return;
    this.#pollError = error;
    this.publish();
  }

  #apply(operation: Operation, asked: number, isGet: boolean): void {
    if (this.outcome !== undefined) return;
    const before = this.#lifecycle;
    const reading = readOperation(operation);
    // A later look may have answered already. Only an end is never out of date.
    const isStale = reading.type === "running" && asked < this.#appliedAsk;
    const isNews = !isStale && this.#take(operation, asked);
    if (reading.type !== "running") this.#end(reading);
    else if (isGet) this.#cancellation?.seenAlive(asked);
    if (!isStale && this.outcome === undefined && this.#reading?.cancelling) {
      this.advance("cancelling");
    }
    if (isNews || before !== this.#lifecycle) this.publish();
  }

  /** Keeps what was answered; gives whether anything is new. */
  #take(operation: Operation, asked: number): boolean {
    const isNew = !isSame(operation, this.#operation);
    const isNews = isNew || this.#pollError !== undefined;
    this.#appliedAsk = Math.max(this.#appliedAsk, asked);
    this.#pollError = undefined;
    if (isNew) {
      this.#operation = operation;
      this.#seenAt = this.#context.now();
      this.#reading = this.#context.readMetadata(operation);
    }
    return isNews;
  }

  failed(error: RpcError, failure: PollFailure): void {
    const verdict = this.#context.pollErrors.judge(error, failure);
    this.#pollError = error;
    if (verdict.type === "lost") {
      this.#loop.stop();
      this.lostBecause = verdict.reason;
      this.advance("lost");
      this.#cancellation?.contactLost(verdict.reason);
    }
    this.publish();
  }

  /** Makes a new state of what is known and tells the observers, each state after the one before. */
  publish(): void {
    this.version += 1;
    this.state = this.#describe();
    const { state, version } = this;
    const [observers, listeners] = [this.#observers, this.#listeners];
    const tell = () => {
      for (const observer of observers) observer.changed(state, version);
      for (const listener of listeners) listener.changed(state, version);
    };
    if (this.#untold !== undefined) {
      this.#untold.push(tell);
      return;
    }
    const untold = [tell];
    this.#untold = untold;
    for (let next = untold.shift(); next !== undefined; next = untold.shift()) next();
    this.#untold = undefined;
  }

  #end(reading: Exclude<OperationReading, { type: "running" }>): void {
    const outcome: Outcome =
      reading.type === "done" ? reading.outcome : { type: "malformed", problem: reading.problem };
    this.outcome = outcome;
    this.advance("done");
    this.#loop.stop();
    this.#cancellation?.ended(outcome);
  }

  /** Contact is to be had again: a fresh budget and an immediate look. */
  #resume(): void {
    this.advance("resume");
    this.lostBecause = undefined;
    this.#pollError = undefined;
    this.#loop.reset();
    this.#cancellation?.reopen();
    if (this.#observers.length > 0) this.#loop.start();
  }

  #describe(): OperationState | undefined {
    const operation = this.#operation;
    const error = this.#pollError;
    if (operation === undefined && error === undefined) return undefined;
    const metadata = operation?.metadata ?? undefined;
    const progress = this.#reading?.progress;
    const problem = this.#reading?.problem;
    const cancellation = this.#cancellation?.outcome;
    const facts = {
      name: this.name,
      ...(operation !== undefined && { operation }),
      ...(metadata !== undefined && { metadata }),
      ...(problem !== undefined && { metadataProblem: problem }),
      ...(progress !== undefined && { progress }),
      ...(cancellation !== undefined && { cancellation }),
      ...(error !== undefined && { pollError: error }),
      ...(this.#seenAt !== undefined && { seenAt: this.#seenAt }),
    };
    if (this.outcome !== undefined) return { ...facts, type: "done", outcome: this.outcome };
    if (this.lostBecause !== undefined) {
      return { ...facts, type: "lost", reason: this.lostBecause, ...(error && { error }) };
    }
    const { phase } = this.#lifecycle;
    const isCancelling = phase === "requesting" || phase === "requested";
    return isCancelling ? { ...facts, type: "cancelling", phase } : { ...facts, type: "running" };
  }
}

/** Nested too deeply to be compared is not the same. */
function isSame(a: Operation, b: Operation | undefined): boolean {
  try {
    return dequal(a, b);
  } catch {
    return false;
  }
}
