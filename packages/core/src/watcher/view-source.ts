import { type CancellationOutcome, isRefusal } from "../lifecycle/cancellation-outcome.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Cancellation } from "./cancellation.ts";
import { Deadline, type DeadlineTarget } from "./deadline.ts";
import type { KnownNames } from "./known-names.ts";
import type { StateObserver, TrackedOperation } from "./tracked-operation.ts";
import type { WatchOptions } from "./watch.ts";
import { isPromised, type NamedTarget, readTarget, type WatchTarget } from "./watch-target.ts";

/** A subscription to a view: told each change of the operation, and the end of the view. */
export interface Follower extends StateObserver {
  ended(): void;
}

/** A request to cancel made through a view; a mere wish until the operation has a name. */
export class CancelRequest {
  cancellation: Cancellation | undefined;
  /** What became of a wish to cancel an operation that never got a name. */
  failure: CancellationOutcome | undefined;

  get outcome(): CancellationOutcome | undefined {
    return this.failure ?? this.cancellation?.outcome;
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
  /** The state of an operation that was promised and never came, and what cancelling it means. */
  #failure: OperationState | undefined;
  #neverStarted: CancellationOutcome | undefined;
  #wish: CancelRequest | undefined;
  #followers: readonly Follower[] = [];
  #unobserve: (() => void) | undefined;

  constructor(names: KnownNames, target: WatchTarget, options: WatchOptions<unknown, unknown>) {
    this.#names = names;
    this.#deadline = Deadline.of(this, names.context, options);
    if (isPromised(target)) {
      target.then(
        (value) => this.#named(readTarget(value)),
        (thrown: unknown) => this.#fail(RpcError.from(thrown)),
      );
      return;
    }
    const named = readTarget(target);
    if (typeof named === "string") throw new TypeError(`watch: ${named}`);
    this.#named(named);
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
      this.#observe();
    } else {
      this.#tracked?.attend();
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
    else if (this.#failure !== undefined) request.failure = this.#neverStarted;
    else this.#wish = request;
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

  #observe(): void {
    const unobserve = this.#tracked?.observe(this);
    // Being observed tells the followers what changed, and that may have been enough for them.
    if (this.#followers.length > 0) this.#unobserve = unobserve;
    else unobserve?.();
  }

  #rest(): void {
    this.#deadline?.disarm();
    this.#unobserve?.();
    this.#unobserve = undefined;
  }

  #named(target: NamedTarget | string): void {
    if (typeof target === "string") {
      this.#fail(new RpcError(Code.INVALID_ARGUMENT, `can't be watched: ${target}`));
      return;
    }
    const tracked = this.#names.operation(target.name);
    this.#tracked = tracked;
    if (target.operation !== undefined) tracked.tell(target.operation);
    if (this.#wish !== undefined) this.#wish.cancellation = tracked.cancel();
    this.#wish = undefined;
    if (this.#followers.length === 0) return;
    this.#observe();
    this.changed(tracked.state, tracked.version);
  }

  /** The call that was to start the operation failed; whether it started all the same isn't always known. */
  #fail(error: RpcError): void {
    const cancellation: CancellationOutcome = isRefusal(error)
      ? { type: "gone" }
      : { type: "unconfirmed", reason: "lost" };
    const facts = { name: "", pollError: error, error };
    this.#failure = { ...facts, type: "lost", reason: "unknown" };
    this.#neverStarted = cancellation;
    if (this.#wish !== undefined) {
      this.#wish.failure = cancellation;
      this.#failure = { ...this.#failure, cancellation };
    }
    this.changed(this.#failure, Number.POSITIVE_INFINITY);
  }
}
