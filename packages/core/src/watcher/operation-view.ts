import { Observable, type Subscriber } from "rxjs";
import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import { deadlineErrorOf, operationErrorOf } from "../lifecycle/operation-error.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { createStateDecoder, type StateDecoder } from "./decode-state.ts";
import { endOf } from "./end-of.ts";
import type { KnownNames } from "./known-names.ts";
import { latestOf } from "./latest-of.ts";
import { type Follower, ViewSource } from "./view-source.ts";
import type { WaitOptions, Watch, WatchOptions } from "./watch.ts";
import type { WatchTarget } from "./watch-target.ts";

/** The {@link Watch} of one caller: what its source tells, as streams and promises, through its decoders. */
export class OperationView<R, M> implements Watch<R, M> {
  readonly #source: ViewSource;
  readonly #decoder: StateDecoder<R, M>;
  // Made when somebody asks, and the same ever after: frameworks compare them.
  #states: Observable<OperationState<R, M>> | undefined;
  #cancellation: Observable<CancellationOutcome<R>> | undefined;

  constructor(names: KnownNames, target: WatchTarget, options: WatchOptions<R, M>) {
    this.#decoder = createStateDecoder(options);
    this.#source = new ViewSource(names, target, options);
  }

  get name(): string | undefined {
    return this.#source.name;
  }

  get state(): OperationState<R, M> | undefined {
    const { state } = this.#source;
    return state && this.#decoder.state(state);
  }

  get states(): Observable<OperationState<R, M>> {
    this.#states ??= new Observable((subscriber) => {
      let seen = Number.NEGATIVE_INFINITY;
      this.#follow(subscriber, {
        changed: (state, version) => {
          if (version <= seen) return;
          seen = version;
          if (state !== undefined) subscriber.next(this.#decoder.state(state));
          if (isEnd(state)) subscriber.complete();
        },
        ended: () => subscriber.complete(),
      });
    });
    return this.#states;
  }

  get cancellation(): Observable<CancellationOutcome<R>> {
    this.#cancellation ??= new Observable((subscriber) => {
      const source = this.#source;
      const isOpen = () => source.cancellation?.isOpen === true;
      let told: CancellationOutcome | undefined;
      this.#follow(subscriber, {
        changed: (state) => {
          const outcome = state?.cancellation;
          if (outcome !== undefined && outcome !== told) {
            told = outcome;
            subscriber.next(this.#decoder.cancellation(outcome));
          }
          if (isEnd(state) && !isOpen()) subscriber.complete();
        },
        ended: () => {
          if (isOpen()) subscriber.next(this.#unconfirmed());
          subscriber.complete();
        },
      });
    });
    return this.#cancellation;
  }

  cancel(): Observable<CancellationOutcome<R>> {
    const request = this.#source.cancel();
    return new Observable((subscriber) => {
      const give = (outcome: CancellationOutcome<R>) => {
        subscriber.next(outcome);
        subscriber.complete();
      };
      const changed = () => {
        if (request.outcome !== undefined) give(this.#decoder.cancellation(request.outcome));
      };
      changed();
      if (subscriber.closed) return;
      this.#follow(subscriber, { changed, ended: () => give(this.#unconfirmed()) });
    });
  }

  async outcome(options: WaitOptions = {}): Promise<Outcome<R>> {
    const state = await this.#end(options);
    if (state.type === "done") return state.outcome;
    throw operationErrorOf(state);
  }

  async response(options: WaitOptions = {}): Promise<R | undefined> {
    const state = await this.#end(options);
    if (state.type === "done" && state.outcome.type === "succeeded") return state.outcome.response;
    throw operationErrorOf(state);
  }

  [Symbol.asyncIterator](): AsyncIterator<OperationState<R, M>, undefined> {
    return latestOf(this.states);
  }

  /** Follows the source, and is told at once what is known. A view that has ended is followed no more. */
  #follow(subscriber: Pick<Subscriber<unknown>, "add">, follower: Follower): void {
    const source = this.#source;
    if (source.endedBy === undefined) {
      subscriber.add(source.follow(follower));
      follower.changed(source.state, source.version);
    } else {
      follower.changed(source.state, source.version);
      follower.ended();
    }
  }

  #unconfirmed(): CancellationOutcome<never> {
    return { type: "unconfirmed", reason: this.#source.endedBy ?? "detached" };
  }

  /** The state that ends the stream: `done` or `lost`. */
  #end({ signal }: WaitOptions): Promise<OperationState<R, M>> {
    return endOf(this.states, signal, (last) => deadlineErrorOf(this.name ?? "", last));
  }
}

function isEnd(state: OperationState<unknown, unknown> | undefined): boolean {
  return state?.type === "done" || state?.type === "lost";
}
