import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import { operationNameProblem } from "../protocol/operation-name.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Cancellation } from "./cancellation.ts";
import { Deadline, type DeadlineTarget } from "./deadline.ts";
import type { KnownNames } from "./known-names.ts";
import type { StateObserver, TrackedOperation } from "./tracked-operation.ts";
import type { WatchOptions, WatchTarget } from "./watch.ts";

const GONE: CancellationOutcome = { type: "gone" };

/** A subscription to a view: told each change of the operation, and the end of the view. */
export interface Follower extends StateObserver {
  ended(): void;
}

/** A request to cancel made through a view; a mere wish until the operation has a name. */
export class CancelRequest {
  cancellation: Cancellation | undefined;
  isMoot = false;

  /** What it led to, as far as the operation knows. */
  get outcome(): CancellationOutcome | undefined {
    return this.isMoot ? GONE : this.cancellation?.outcome;
  }

  get isOpen(): boolean {
    return this.outcome === undefined;
  }
}

/**
 * Where a view gets its states from: the tracked operation, once the view knows its name.
 *
 * Passes on what is tracked to the view's followers, and holds what is the view's own: a wish to cancel an
 * operation that has no name yet, and the deadline.
 */
export class ViewSource implements StateObserver, DeadlineTarget {
  /** Why the view has ended before the operation did. */
  endedBy: "deadline" | "detached" | undefined;
  readonly #names: KnownNames;
  readonly #deadline: Deadline | undefined;
  #tracked: TrackedOperation | undefined;
  /** The state of an operation that was promised and never came. */
  #failure: OperationState | undefined;
  #wish: CancelRequest | undefined;
  #followers: readonly Follower[] = [];
  #unobserve: (() => void) | undefined;

  constructor(names: KnownNames, target: WatchTarget, options: WatchOptions<unknown, unknown>) {
    this.#names = names;
    this.#deadline = Deadline.of(this, names.context, options);
    if (isPromise(target)) {
      target.then(
        (value) => this.#name(value),
        (thrown: unknown) => this.#fail(RpcError.from(thrown)),
      );
      return;
    }
    const problem = typeof target === "string" ? operationNameProblem(target) : undefined;
    if (problem !== undefined) throw new TypeError(`watch: ${problem}`);
    this.#name(target);
  }

  get name(): string | undefined {
    return this.#tracked?.name;
  }

  get state(): OperationState | undefined {
    return this.#failure ?? this.#tracked?.state;
  }

  get version(): number {
    return this.#tracked?.version ?? -1;
  }

  /** The latest request to cancel this operation, by whichever view. */
  get cancellation(): Cancellation | CancelRequest | undefined {
    return this.#tracked?.cancellation ?? this.#wish;
  }

  /** Keeps the operation looked at until the returned teardown is called. */
  follow(follower: Follower): () => void {
    this.#followers = [...this.#followers, follower];
    if (this.#followers.length === 1) {
      this.#deadline?.arm();
      this.#unobserve = this.#tracked?.observe(this);
    }
    return () => {
      this.#followers = this.#followers.filter((other) => other !== follower);
      if (this.#followers.length === 0) this.#rest();
    };
  }

  /** Asks to cancel. Opens a view again that its deadline has ended. */
  cancel(): CancelRequest {
    this.endedBy = undefined;
    const request = this.#wish ?? new CancelRequest();
    if (this.#tracked !== undefined) request.cancellation = this.#tracked.cancel();
    else this.#wish = request;
    request.isMoot = this.#failure !== undefined;
    return request;
  }

  changed(state: OperationState | undefined, version: number): void {
    for (const follower of this.#followers) follower.changed(state, version);
  }

  end(reason: "deadline" | "detached"): void {
    const followers = this.#followers;
    this.endedBy = reason;
    this.#followers = [];
    this.#rest();
    for (const follower of followers) follower.ended();
  }

  #rest(): void {
    this.#deadline?.disarm();
    this.#unobserve?.();
    this.#unobserve = undefined;
  }

  #name(target: string | Operation): void {
    const operation = typeof target === "object" ? target : undefined;
    const name = typeof target === "object" ? (target.name ?? "") : target;
    const isBornDone = name === "" && operation?.done === true;
    const problem = isBornDone ? undefined : operationNameProblem(name);
    if (problem !== undefined) {
      this.#fail(new RpcError(Code.INVALID_ARGUMENT, `can't be watched: ${problem}`));
      return;
    }
    const tracked = this.#names.get(name);
    this.#tracked = tracked;
    if (operation !== undefined) tracked.tell(operation);
    if (this.#wish !== undefined) this.#wish.cancellation = tracked.cancel();
    this.#wish = undefined;
    if (this.#followers.length === 0) return;
    this.#unobserve = tracked.observe(this);
    this.changed(tracked.state, tracked.version);
  }

  #fail(error: RpcError): void {
    const facts = { name: "", pollError: error };
    this.#failure = { ...facts, type: "lost", reason: "unknown", error };
    if (this.#wish !== undefined) this.#wish.isMoot = true;
    this.changed(this.#failure, Number.POSITIVE_INFINITY);
  }
}

function isPromise(target: WatchTarget): target is PromiseLike<string | Operation> {
  return typeof target === "object" && "then" in target && typeof target.then === "function";
}
