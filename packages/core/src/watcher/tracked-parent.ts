import type { Observable } from "rxjs";
import type { LostReason, OperationState } from "../lifecycle/operation-state.ts";
import { type ListSight, lookByList } from "../polling/look-by-list.ts";
import type { PollFailure } from "../polling/poll-errors.ts";
import type { Operation } from "../protocol/operation.ts";
import type { ListOperationsRequest } from "../protocol/operations.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { GetJudge } from "./get-judge.ts";
import { LookLoop, type LookTarget } from "./look-loop.ts";
import type { TrackedOperation } from "./tracked-operation.ts";
import type { WatcherContext } from "./watcher-context.ts";

/** What has changed among the operations of a parent. */
export interface RawDelta {
  readonly changed: ReadonlyMap<string, OperationState>;
  readonly removed: ReadonlySet<string>;
}

/** Is told what has changed, each time something has. */
export interface ParentObserver {
  parentChanged(delta: RawDelta): void;
}

/** Which operations: those of a parent that a filter lets through. */
export type ParentRequest = Omit<ListOperationsRequest, "pageToken">;

interface Member {
  readonly tracked: TrackedOperation;
  readonly forget: () => void;
}

const NOTHING: RawDelta = { changed: new Map(), removed: new Set() };

/**
 * All operations of a parent, by one loop of looks at its list; each is a tracked operation as any other.
 *
 * A list isn't the judge: what it says of an end without a result, and what is no longer in it, is settled by
 * get, a few at a time. What has ended and is dropped by the filter stays; what is gone is removed.
 */
export class TrackedParent implements LookTarget<ListSight> {
  readonly name: string;
  readonly members = new Map<string, Member>();
  pollError: RpcError | undefined;
  lostBecause: LostReason | undefined;
  sight: ListSight | undefined;
  readonly #request: ParentRequest;
  readonly #context: WatcherContext;
  readonly #operationOf: (name: string) => TrackedOperation;
  readonly #loop: LookLoop<ListSight>;
  readonly #judge: GetJudge;
  #observers: readonly ParentObserver[] = [];
  #changed = new Map<string, OperationState>();
  #removed = new Set<string>();
  #isReading = false;

  constructor(
    request: ParentRequest,
    context: WatcherContext,
    operationOf: (name: string) => TrackedOperation,
  ) {
    this.name = request.name;
    this.#request = request;
    this.#context = context;
    this.#operationOf = operationOf;
    this.#loop = new LookLoop(this, context, context.requestTimeoutMs * 10);
    this.#judge = new GetJudge(context);
  }

  get isSeen(): boolean {
    return this.sight !== undefined;
  }

  /** Keeps the parent looked at until the returned teardown is called; looks again if contact was lost. */
  observe(observer: ParentObserver): () => void {
    this.#observers = [...this.#observers, observer];
    if (this.lostBecause !== undefined) {
      this.lostBecause = undefined;
      this.pollError = undefined;
      this.#loop.reset();
    }
    this.#loop.start();
    return () => {
      this.#observers = this.#observers.filter((other) => other !== observer);
      if (this.#observers.length === 0) this.#rest();
    };
  }

  look(): Observable<ListSight> {
    const { operations, requestTimeoutMs: timeoutMs } = this.#context;
    return lookByList(operations, this.#request, { timeoutMs });
  }

  answered(sight: ListSight, asked: number): void {
    const isNews = this.pollError !== undefined || !this.isSeen;
    this.pollError = undefined;
    this.sight = sight;
    this.#isReading = true;
    const listed = new Set<string>();
    for (const operation of sight.operations) {
      if (!operation.name) continue;
      listed.add(operation.name);
      this.#read(operation, asked);
    }
    if (sight.isComplete) this.#missing(listed);
    this.#isReading = false;
    // Where something happens more may: the next look comes soon.
    if (this.#changed.size > 0) this.#loop.sooner();
    if (isNews || this.#changed.size + this.#removed.size > 0) this.#tell();
  }

  failed(error: RpcError, failure: PollFailure): void {
    const verdict = this.#context.pollErrors.judge(error, failure);
    this.pollError = error;
    if (verdict.type === "lost") {
      this.lostBecause = verdict.reason;
      this.#loop.stop();
    }
    this.#tell();
  }

  #read(operation: Operation, asked: number): void {
    const { name } = operation;
    const tracked = this.members.get(name)?.tracked ?? this.#operationOf(name);
    if (this.#judge.believes(operation) || tracked.outcome !== undefined) {
      this.#add(tracked);
      tracked.answered(operation, asked);
      return;
    }
    const told = () => this.#add(tracked);
    this.#judge.settle(tracked, { claimed: operation, told, gone: () => this.#drop(name) });
  }

  /** Not in the list any more: ended and filtered out, changed and filtered out, or gone. */
  #missing(listed: ReadonlySet<string>): void {
    for (const [name, { tracked }] of this.members) {
      if (listed.has(name)) continue;
      if (tracked.outcome === undefined) {
        const told = () => {
          if (tracked.outcome === undefined && this.#request.filter) this.#drop(name);
        };
        this.#judge.settle(tracked, { told, gone: () => this.#drop(name) });
      } else if (!this.#request.filter) {
        this.#drop(name);
      }
    }
  }

  #add(tracked: TrackedOperation): void {
    const { name } = tracked;
    if (this.members.has(name)) return;
    const changed = (state: OperationState | undefined) => {
      if (state === undefined) return;
      this.#changed.set(name, state);
      if (!this.#isReading) this.#tell();
    };
    this.members.set(name, { tracked, forget: tracked.listen({ changed }) });
    this.#removed.delete(name);
    if (tracked.state === undefined) return;
    this.#changed.set(name, tracked.state);
    if (!this.#isReading) this.#tell();
  }

  #drop(name: string): void {
    const member = this.members.get(name);
    if (member === undefined) return;
    member.forget();
    this.members.delete(name);
    this.#changed.delete(name);
    this.#removed.add(name);
    if (!this.#isReading) this.#tell();
  }

  #tell(): void {
    const delta =
      this.#changed.size + this.#removed.size > 0
        ? { changed: this.#changed, removed: this.#removed }
        : NOTHING;
    this.#changed = new Map();
    this.#removed = new Set();
    for (const observer of this.#observers) observer.parentChanged(delta);
  }

  #rest(): void {
    this.#loop.stop();
    this.#judge.stop();
  }
}
