import { dequal } from "dequal/lite";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { LifecycleEvent } from "../lifecycle/lifecycle-machine.ts";
import type { LostReason, OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { OperationReading } from "../lifecycle/read-operation.ts";
import type { PollFailure } from "../polling/poll-errors.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { Cancellation } from "./cancellation.ts";
import { describeState, type Known, type Sight, sightOf } from "./describe-state.ts";
import { Observed } from "./observed.ts";
import type { TrackingContext } from "./tracking-context.ts";

/**
 * What is known of one name: its raw operation, its lifecycle and what came of cancelling it, as one state.
 *
 * Takes answers and failures, however they were asked for, and tells each new state.
 */
export abstract class OperationRecord extends Observed implements Known {
  readonly name: string;
  /** Everything known, in one value; the same reference until something changes. */
  state: OperationState | undefined;
  version = 0;
  outcome: Outcome | undefined;
  /** What was last seen of it. */
  sight: Sight | undefined;
  /** Why the latest look has failed. */
  pollError: RpcError | undefined;
  lostBecause: LostReason | undefined;
  /** The latest request to cancel, once there is one. */
  cancellation: Cancellation | undefined;
  protected readonly context: TrackingContext;
  #lifecycle: Lifecycle;
  #appliedAsk = 0;
  /** Its metadata says that it is being cancelled. */
  #isCancelling = false;

  constructor(name: string, context: TrackingContext) {
    super();
    this.name = name;
    this.context = context;
    this.#lifecycle = context.initial;
  }

  get isSeen(): boolean {
    return this.sight !== undefined;
  }

  /** Some look has found it. */
  get wasAnswered(): boolean {
    return this.#appliedAsk > 0;
  }

  /** There is nothing to look at any more: it has ended, or contact is lost. */
  protected abstract rest(): void;

  /** Takes the lifecycle one event further. */
  advance(event: LifecycleEvent["type"]): void {
    this.#lifecycle = this.#lifecycle.after(event);
  }

  /** Takes what was seen, as it was read; only a get can judge a refused cancellation. */
  protected apply(
    operation: Operation,
    reading: OperationReading,
    asked: number,
    isGet: boolean,
  ): void {
    if (this.outcome !== undefined) return;
    const before = this.#lifecycle;
    // Only an end is never out of date.
    const isStale = reading.type === "running" && this.isOutdated(asked);
    const isNews = !isStale && this.#take(operation, asked);
    if (reading.type !== "running") this.#end(reading, operation);
    else if (isGet) this.cancellation?.seenAlive(asked);
    if (!isStale && this.outcome === undefined && this.#isCancelling) this.advance("cancelling");
    // An operation that was lost and is seen again unchanged is news too.
    const isLost = this.state?.type === "lost";
    if (isNews || isLost || before !== this.#lifecycle) this.publish();
  }

  isOutdated(asked: number): boolean {
    return asked < this.#appliedAsk;
  }

  /** Takes an end that was seen before without its metadata. */
  protected complete(operation: Operation, asked: number): void {
    if (this.#take(operation, asked)) this.publish();
  }

  /** Keeps what is seen; returns whether there is anything new to tell. */
  #take(operation: Operation, asked: number): boolean {
    const { now, readMetadata, startedAt } = this.context;
    const reading = readMetadata(operation);
    // An operation that has gone on needs no comparison, which takes longer than all else here.
    const hasGoneOn = !Object.is(reading?.progress, this.sight?.progress);
    const isNew = hasGoneOn || !isSame(operation, this.sight?.operation);
    const isNews = isNew || this.pollError !== undefined;
    this.#appliedAsk = Math.max(this.#appliedAsk, asked);
    this.pollError = undefined;
    if (isNew) {
      this.#isCancelling = reading?.cancelling === true;
      this.sight = sightOf(this.name, operation, reading, startedAt + now());
    }
    return isNews;
  }

  #end(reading: Exclude<OperationReading, { type: "running" }>, { metadata }: Operation): void {
    const outcome: Outcome =
      reading.type === "done" ? reading.outcome : { type: "malformed", problem: reading.problem };
    this.outcome = outcome;
    this.advance("done");
    this.rest();
    this.cancellation?.ended(outcome);
    const endTime = metadata?.["endTime"];
    const { counters, scheduler, startedAt } = this.context;
    const endedAt = typeof endTime === "string" ? Date.parse(endTime) : Number.NaN;
    // An end from before anybody could look was not detected late.
    if (endedAt >= startedAt) counters.lagged(Math.max(0, scheduler.now() - endedAt));
  }

  /** Takes the failure of a look, which may mean that contact is lost. */
  failed(error: RpcError, failure: PollFailure): void {
    const verdict = this.context.pollErrors.judge(error, failure);
    if (verdict.type === "lost") {
      this.rest();
      this.lostBecause = verdict.reason;
      this.advance("lost");
      this.cancellation?.contactLost(verdict.reason);
      // Requests that have begun before don't bring it back: only a new one may.
      if (verdict.reason === "gone") this.#appliedAsk = this.context.asks.latest + 1;
    }
    this.tellError(error);
  }

  /** Tells why the latest look has failed. */
  protected tellError(error: RpcError): void {
    this.pollError = error;
    this.publish();
  }

  /** Resumes contact. */
  protected regain(): void {
    this.advance("resume");
    this.lostBecause = undefined;
    this.pollError = undefined;
  }

  /** Makes a new state of what is known and tells the observers, in order. */
  publish(): void {
    this.version += 1;
    const { sight } = this;
    this.state = describeState(this, this.#lifecycle.phase);
    // A copy, so that when the sight alone is the state again, it is a new state.
    if (sight !== undefined && this.state !== sight && this.outcome === undefined) {
      this.sight = { ...sight };
    }
    this.announce(this.state, this.version);
  }
}

/** Whether two answers are the same; nested too deeply to be compared, they aren't. */
function isSame(a: Operation, b: Operation | undefined): boolean {
  try {
    return dequal(a, b);
  } catch {
    return false;
  }
}
