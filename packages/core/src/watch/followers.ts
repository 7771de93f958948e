import { Observable, type Subscriber } from "rxjs";
import { deadlineErrorOf } from "../lifecycle/operation-error.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import type { Follower, ViewSource } from "./view-source.ts";

// There may be a hundred thousand of these, so they are classes, not closures: they need less memory.

/** The states of a view as a stream. */
export class States<R, M> extends Observable<OperationState<R, M>> {
  readonly #source: ViewSource<R, M>;

  constructor(source: ViewSource<R, M>) {
    super(followStates as (this: Observable<OperationState<R, M>>) => StatesFollower<R, M>);
    this.#source = source;
  }

  static sourceOf<R, M>(states: States<R, M>): ViewSource<R, M> {
    return states.#source;
  }
}

// One function for all, which RxJS calls on the observable: otherwise each would have its own.
function followStates<R, M>(
  this: States<R, M>,
  subscriber: Subscriber<OperationState<R, M>>,
): StatesFollower<R, M> {
  const source = States.sourceOf(this);
  const follower = new StatesFollower(source, subscriber);
  source.follow(follower);
  return follower;
}

/** A subscriber of the states of a view. */
class StatesFollower<R, M> implements Follower {
  readonly #source: ViewSource<R, M>;
  readonly #subscriber: Subscriber<OperationState<R, M>>;
  seen = -1;

  constructor(source: ViewSource<R, M>, subscriber: Subscriber<OperationState<R, M>>) {
    this.#source = source;
    this.#subscriber = subscriber;
  }

  changed(state: OperationState | undefined): void {
    if (state !== undefined) this.#subscriber.next(this.#source.decoder.state(state));
    if (isEnd(state)) this.#subscriber.complete();
  }

  ended(): void {
    this.#subscriber.complete();
  }

  unsubscribe(): void {
    this.#source.unfollow(this);
  }
}

/**
 * What `read` makes of the state that ends a view, `done` or `lost`. Rejects with what it throws, with
 * `signal.reason`, or with an `OperationError` when the view ends before that.
 */
export function endOf<T, R, M>(
  source: ViewSource<R, M>,
  read: (end: OperationState<R, M>) => T,
  signal: AbortSignal | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    else source.follow(new EndFollower(source, read, resolve, reject, signal));
  });
}

/** Waits for the end of a view. */
class EndFollower<T, R, M> implements Follower {
  readonly #source: ViewSource<R, M>;
  readonly #read: (end: OperationState<R, M>) => T;
  readonly #resolve: (value: T) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #signal: AbortSignal | undefined;
  seen = -1;

  constructor(
    source: ViewSource<R, M>,
    read: (end: OperationState<R, M>) => T,
    resolve: (value: T) => void,
    reject: (reason: unknown) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#source = source;
    this.#read = read;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    signal?.addEventListener("abort", this);
  }

  get wantsOutcomeOnly(): boolean {
    return true;
  }

  /** The signal has aborted. */
  handleEvent(): void {
    this.#settled();
    this.#reject(this.#signal?.reason);
  }

  changed(state: OperationState | undefined): void {
    if (!isEnd(state)) return;
    this.#settled();
    try {
      this.#resolve(this.#read(this.#source.decoder.state(state)));
    } catch (thrown) {
      this.#reject(thrown);
    }
  }

  ended(): void {
    const { decoder, name = "", raw } = this.#source;
    this.#settled();
    this.#reject(deadlineErrorOf(name, raw && decoder.state(raw)));
  }

  #settled(): void {
    this.#signal?.removeEventListener("abort", this);
    this.#source.unfollow(this);
  }
}

/** Whether a state is the last one of a stream. */
export function isEnd<R, M>(
  state: OperationState<R, M> | undefined,
): state is Extract<OperationState<R, M>, { type: "done" | "lost" }> {
  return state?.type === "done" || state?.type === "lost";
}
