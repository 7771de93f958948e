import type { Observable } from "rxjs";
import type { OperationState } from "../lifecycle/operation-state.ts";
import { readOperation } from "../lifecycle/read-operation.ts";
import { LookLoop } from "../looks/look-loop.ts";
import type { LookTarget } from "../looks/look-target.ts";
import { type ListSight, lookByList } from "../polling/look-by-list.ts";
import type { PollFailure } from "../polling/poll-errors.ts";
import type { Operation } from "../protocol/operation.ts";
import type { ListOperationsRequest } from "../protocol/operations.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { GetJudge } from "./get-judge.ts";
import type { ParentCondition, ParentObserver } from "./parent-observer.ts";
import type { StateObserver } from "./state-observer.ts";
import type { TrackedOperation } from "./tracked-operation.ts";
import type { TrackingContext } from "./tracking-context.ts";

/** Which operations: those of a parent that a filter lets through. */
export type ParentRequest = Omit<ListOperationsRequest, "pageToken">;

/** How many ended operations are kept that the list doesn't show any more. */
const KEPT_ENDS = 1000;

/**
 * All operations of a parent, by one loop of looks at its list; each is a tracked operation like any other.
 *
 * A list isn't the judge: an end that doesn't say how, or an operation that is missing, is settled by get. One that
 * ended and was dropped by the filter stays for a while; one that is gone is removed.
 */
export class TrackedParent implements LookTarget<ListSight>, StateObserver {
  readonly isPassive = true;
  readonly name: string;
  readonly #members = new Map<string, TrackedOperation>();
  readonly #request: ParentRequest;
  readonly #context: TrackingContext;
  readonly #operationOf: (name: string) => TrackedOperation;
  readonly #loop: LookLoop<ListSight>;
  readonly #judge: GetJudge;
  #condition: ParentCondition = { unreachable: [] };
  #observers: readonly ParentObserver[] = [];
  #changed = new Map<string, OperationState>();
  #removed = new Set<string>();
  /** A look is being read or told: changes meanwhile are told after it. */
  #isBusy = false;
  /** Something began or ended, so more may soon: the next look comes early. */
  #isStirred = false;
  isSeen = false;

  get wasAnswered(): boolean {
    return this.isSeen;
  }

  constructor(
    request: ParentRequest,
    context: TrackingContext,
    operationOf: (name: string) => TrackedOperation,
  ) {
    this.name = request.name;
    this.#request = request;
    this.#context = context;
    this.#operationOf = operationOf;
    this.#loop = new LookLoop(this, context);
    this.#judge = new GetJudge(context);
  }

  /** Keeps the parent looked at until the returned teardown is called; looks again if contact was lost. */
  observe(observer: ParentObserver): () => void {
    this.#flush();
    if (!this.#isListenedTo) this.#wake();
    this.#observers = [...this.#observers, observer];
    if (this.#condition.lostBecause !== undefined) {
      this.#condition = { unreachable: this.#condition.unreachable };
      this.#loop.reset();
    }
    this.#loop.start();
    if (this.isSeen || this.#condition.pollError !== undefined) {
      observer.parentChanged({ changed: this.#states(), removed: new Set() }, this.#condition);
    }
    return () => {
      this.#observers = this.#observers.filter((other) => other !== observer);
      if (!this.#isListenedTo) this.#rest();
    };
  }

  /** The next look begins now, or as soon as the one under way has ended. */
  refresh(): void {
    this.#loop.now();
  }

  lookDue(): void {
    this.#loop.begin("list");
  }

  look(): Observable<ListSight> {
    const { budget, calls, requestTimeoutMs: timeoutMs } = this.#context;
    const turn = (signal: AbortSignal) => budget.turn(signal);
    return lookByList(calls, this.#request, { timeoutMs, turn });
  }

  answered(sight: ListSight, asked: number): void {
    const { pollError, unreachable } = this.#condition;
    const isNews =
      !this.isSeen || pollError !== undefined || `${unreachable}` !== `${sight.unreachable}`;
    this.#condition = { unreachable: sight.unreachable };
    this.#isBusy = true;
    const listed = new Set<string>();
    for (const operation of sight.operations) {
      if (!operation.name || typeof operation.name !== "string") continue;
      listed.add(operation.name);
      this.#read(operation, asked);
    }
    if (sight.isComplete) this.#missing(listed);
    // Not before: who came meanwhile is told all at once.
    this.isSeen = true;
    this.#isBusy = false;
    if (this.#isStirred) this.#loop.sooner();
    this.#isStirred = false;
    if (isNews) this.#tell();
  }

  failed(error: RpcError, failure: PollFailure): void {
    const verdict = this.#context.pollErrors.judge(error, failure);
    const lostBecause = verdict.type === "lost" ? verdict.reason : undefined;
    this.#condition = { unreachable: this.#condition.unreachable, pollError: error, lostBecause };
    if (lostBecause !== undefined) this.#loop.stop();
    this.#tell();
  }

  #read(operation: Operation, asked: number): void {
    const { name } = operation;
    const tracked = this.#members.get(name) ?? this.#operationOf(name);
    const reading = readOperation(operation);
    if (tracked.outcome === undefined && !this.#context.bareEnds.believes(operation, reading)) {
      if (!tracked.isObserved) this.#settle(tracked, () => this.#add(tracked));
      return;
    }
    this.#judge.forget(tracked);
    tracked.listedElsewhere(operation, reading, asked);
    this.#add(tracked);
  }

  /** Not in the list any more: ended and filtered out, changed and filtered out, or gone. */
  #missing(listed: ReadonlySet<string>): void {
    const { filter } = this.#request;
    const ended: string[] = [];
    for (const [name, tracked] of this.#members) {
      if (listed.has(name)) continue;
      if (tracked.outcome) ended.push(name);
      // Its own looks would tell what became of it, but not whether it was filtered out.
      if (filter ? tracked.outcome : tracked.isObserved) continue;
      this.#settle(tracked, () => {
        if (filter && !tracked.outcome && !tracked.state?.pollError) this.#drop(name);
      });
    }
    for (const name of ended.slice(0, -KEPT_ENDS)) this.#drop(name);
  }

  /** Asks by get about an operation that the list leaves open. */
  #settle(tracked: TrackedOperation, told: () => void): void {
    if (!this.#isListenedTo) return;
    this.#judge.settle({ tracked, told, gone: () => this.#drop(tracked.name) });
  }

  #add(tracked: TrackedOperation): void {
    const { name } = tracked;
    if (this.#members.has(name)) return;
    this.#members.set(name, tracked);
    if (this.#isListenedTo) tracked.observe(this);
    this.#removed.delete(name);
    this.#isStirred = true;
    this.changed(tracked.state);
  }

  /** A member has changed. */
  changed(state: OperationState | undefined): void {
    if (state === undefined) return;
    // A newer state is about to be told, and observers who came meanwhile know it already.
    if (this.#members.get(state.name)?.state !== state) return;
    this.#tellSoon();
    this.#changed.set(state.name, state);
    this.#isStirred ||= state.type === "done";
  }

  #drop(name: string): void {
    const member = this.#members.get(name);
    if (member === undefined) return;
    member.unobserve(this);
    this.#members.delete(name);
    this.#judge.forget(member);
    this.#tellSoon();
    this.#changed.delete(name);
    this.#removed.add(name);
  }

  /** Something is about to change: what does in one turn is told together. */
  #tellSoon(): void {
    if (this.#changed.size + this.#removed.size === 0)
      void Promise.resolve().then(() => this.#flush());
  }

  #flush(): void {
    if (this.#changed.size + this.#removed.size > 0 && !this.#isBusy) this.#tell();
  }

  #tell(): void {
    const delta = { changed: this.#changed, removed: this.#removed };
    const condition = this.#condition;
    this.#changed = new Map();
    this.#removed = new Set();
    this.#isBusy = true;
    for (const observer of this.#observers) observer.parentChanged(delta, condition);
    this.#isBusy = false;
  }

  #states(): Map<string, OperationState> {
    const states = new Map<string, OperationState>();
    for (const [name, { state }] of this.#members) {
      if (state !== undefined) states.set(name, state);
    }
    return states;
  }

  /** Whether anybody is left: what is told of one operation may make the last one leave before the next is read. */
  get #isListenedTo(): boolean {
    return this.#observers.length > 0;
  }

  /** Listens to its operations while somebody listens to it: nothing holds what nobody watches. */
  #wake(): void {
    // What nobody was told may be out of date: whoever comes is told everything, now or when the first look is read.
    this.#changed = this.isSeen ? new Map() : this.#states();
    for (const tracked of this.#members.values()) tracked.observe(this);
  }

  #rest(): void {
    this.#loop.stop();
    this.#judge.stop();
    for (const tracked of this.#members.values()) tracked.unobserve(this);
  }
}
