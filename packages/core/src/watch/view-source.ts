import { all, type Few, withOne, withoutOne } from "../collections/few.ts";
import {
  type CancellationOutcome,
  isRefusal,
  isSettled,
} from "../lifecycle/cancellation-outcome.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Cancellation } from "../tracking/cancellation.ts";
import { isCurious, type StateObserver } from "../tracking/state-observer.ts";
import type { TrackedOperation } from "../tracking/tracked-operation.ts";
import type { TrackingContext } from "../tracking/tracking-context.ts";
import { CancelRequest } from "./cancel-request.ts";
import { Deadline, type DeadlineTarget } from "./deadline.ts";
import { createStateDecoder, type StateDecoder } from "./decode-state.ts";
import { memoiseLatest } from "./memoise-latest.ts";
import type { WatchOptions } from "./watch.ts";
import { isPromised, type NamedTarget, readTarget, type WatchTarget } from "./watch-target.ts";
import type { WatchToken } from "./watch-token.ts";

/** What is tracked, by name. */
export interface TrackedNames {
  readonly context: TrackingContext;
  /** The operation of this name, made if nobody holds one. */
  operation(name: string): TrackedOperation;
  /** The operation of this name, if anybody holds it. */
  known(name: string): TrackedOperation | undefined;
}

/** A subscription to a view: told each change of the operation, and the end of the view. */
export interface Follower {
  /** The version of what it was told last, kept by the view; -1 before anything was told. */
  seen: number;
  changed(state: OperationState | undefined): void;
  readonly wantsOutcomeOnly?: boolean;
  /** `unconfirmed` is what became of a cancellation that is still open. */
  ended(unconfirmed: CancellationOutcome): void;
}

/** How a view ended before the operation did. */
interface Ending {
  /** What became, for this view, of a cancellation that is still open. */
  readonly unconfirmed: CancellationOutcome;
  /** Adds that to a state. Memoised, since frameworks compare states. */
  readonly left: (tracked: OperationState) => OperationState;
}

/** What is known of a promised operation before it has a name. */
interface Unnamed {
  /** Asked for, or what asking comes to once the promise has failed. */
  readonly wish: CancelRequest;
  /** The state if the promise fails. */
  readonly failure?: OperationState;
}

/**
 * Where a view gets its states from: the tracked operation, once the view knows its name.
 *
 * Passes on what is tracked to the view's followers, and holds what is the view's own: a wish to cancel an
 * operation that has no name yet, and the deadline.
 */
export class ViewSource<R, M> implements StateObserver, DeadlineTarget {
  readonly decoder: StateDecoder<R, M>;
  readonly #names: TrackedNames;
  readonly #deadline: Deadline | undefined;
  #name: string | undefined;
  #tracked: TrackedOperation | undefined;
  #unnamed: Unnamed | undefined;
  #ending: Ending | undefined;
  #followers: Few<Follower>;

  constructor(names: TrackedNames, target: WatchTarget, options: WatchOptions<R, M>) {
    this.decoder = createStateDecoder(options);
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
    return this.#name;
  }

  /** The state as it was tracked, not decoded. */
  get raw(): OperationState | undefined {
    const tracked = this.#unnamed?.failure ?? this.#known()?.state;
    return tracked && this.#ending && this.cancelRequest?.isOpen
      ? this.#ending.left(tracked)
      : tracked;
  }

  get version(): number {
    return this.#known()?.version ?? 0;
  }

  /** The latest request to cancel this operation, whichever view made it. */
  get cancelRequest(): Cancellation | CancelRequest | undefined {
    return this.#known()?.cancellation ?? this.#unnamed?.wish;
  }

  /** @throws TypeError while the operation has no name. */
  toJSON(): WatchToken {
    const { cancelRequest, name } = this;
    if (!name) throw new TypeError("toJSON: the operation has no name yet, or never had one");
    const deadline = this.#deadline?.toJSON();
    const isCancelling = cancelRequest !== undefined && !isSettled(cancelRequest.outcome);
    const service = this.#names.context.operations.service ?? null;
    return {
      version: 1,
      service,
      name,
      ...(isCancelling && { cancelling: true }),
      ...(deadline && { deadline }),
    };
  }

  /**
   * Tells the follower at once what is known, and keeps the operation looked at until `unfollow`. If the view has
   * ended, tells that too and nothing more.
   */
  follow(follower: Follower): void {
    const ending = this.#ending;
    if (ending === undefined) this.#add(follower);
    tell(follower, this.raw, this.version);
    if (ending !== undefined) follower.ended(ending.unconfirmed);
    else if (this.#followers !== undefined) this.#deadline?.arm();
  }

  #add(follower: Follower): void {
    const isFirst = this.#followers === undefined;
    this.#followers = withOne(this.#followers, follower);
    if (isFirst) {
      this.#observe();
    } else {
      this.#tracked?.reconsider();
      this.#tracked?.attend();
    }
  }

  unfollow(follower: Follower): void {
    this.#followers = withoutOne(this.#followers, follower);
    if (this.#followers === undefined) this.#rest();
    else this.#tracked?.reconsider();
  }

  get wantsOutcomeOnly(): boolean {
    return !all(this.#followers).some(isCurious);
  }

  /** Asks to cancel. Reopens a view that its deadline has ended. */
  askToCancel(): CancelRequest {
    this.#ending = undefined;
    const request = this.#unnamed?.wish ?? new CancelRequest();
    if (this.#name === undefined) this.#unnamed ??= { wish: request };
    else request.cancellation = this.#operation(this.#name).cancel();
    return request;
  }

  changed(state: OperationState | undefined, version: number): void {
    for (const follower of all(this.#followers)) tell(follower, state, version);
  }

  end(reason: "deadline" | "detached"): void {
    const followers = all(this.#followers);
    const unconfirmed: CancellationOutcome = { type: "unconfirmed", reason };
    const left = memoiseLatest((state: OperationState) => ({
      ...state,
      cancellation: unconfirmed,
    }));
    const before = this.raw;
    this.#ending = { unconfirmed, left };
    const { raw } = this;
    this.#followers = undefined;
    this.#rest();
    for (const follower of followers) {
      if (raw !== before) follower.changed(raw);
      follower.ended(unconfirmed);
    }
  }

  #observe(): void {
    if (this.#name !== undefined) this.#operation(this.#name).observe(this);
  }

  #rest(): void {
    this.#deadline?.disarm();
    this.#tracked?.unobserve(this);
  }

  #named(target: NamedTarget | string): void {
    if (typeof target === "string") {
      this.#fail(new RpcError(Code.INVALID_ARGUMENT, `can't be watched: ${target}`));
      return;
    }
    const { name, operation } = target;
    const wish = this.#unnamed?.wish;
    this.#name = name;
    this.#unnamed = undefined;
    if (operation !== undefined) this.#operation(name).tell(operation);
    if (wish !== undefined) wish.cancellation = this.#operation(name).cancel();
    if (this.#followers === undefined) return;
    this.#observe();
    this.changed(this.raw, this.version);
  }

  /** The tracked operation, if anybody has it already. */
  #known(): TrackedOperation | undefined {
    this.#tracked ??= this.#name ? this.#names.known(this.#name) : undefined;
    return this.#tracked;
  }

  #operation(name: string): TrackedOperation {
    this.#tracked ??= this.#names.operation(name);
    return this.#tracked;
  }

  /** The call that was to start the operation failed; whether it started all the same isn't always known. */
  #fail(error: RpcError): void {
    const wasAsked = this.#unnamed !== undefined;
    const wish = this.#unnamed?.wish ?? new CancelRequest();
    wish.failure = isRefusal(error) ? { type: "gone" } : { type: "unconfirmed", reason: "lost" };
    const failure: OperationState = {
      type: "lost",
      name: "",
      reason: "unknown",
      pollError: error,
      error,
      ...(wasAsked && { cancellation: wish.failure }),
    };
    this.#unnamed = { wish, failure };
    this.changed(failure, Number.POSITIVE_INFINITY);
  }
}

/** Tells a follower of a state, unless it came while that one was told and knows a newer one. */
function tell(follower: Follower, state: OperationState | undefined, version: number): void {
  if (version <= follower.seen) return;
  follower.seen = version;
  follower.changed(state);
}
