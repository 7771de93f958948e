import { Observable, type Subscriber } from "rxjs";
import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import { operationErrorOf } from "../lifecycle/operation-error.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { endOf, isEnd, States } from "./followers.ts";
import { latestOf } from "./latest-of.ts";
import { type Follower, ViewSource } from "./view-source.ts";
import type { WaitOptions, Watch } from "./watch.ts";

/**
 * The {@link Watch} of one caller: its source as streams and promises, through its decoders.
 *
 * It extends its source instead of holding one, since there may be a hundred thousand of them.
 */
export class OperationView<R, M> extends ViewSource<R, M> implements Watch<R, M> {
  // Made when somebody asks, and the same ever after: frameworks compare them.
  #states: States<R, M> | undefined;
  #cancellation: Observable<CancellationOutcome<R>> | undefined;

  get state(): OperationState<R, M> | undefined {
    const { decoder, raw } = this;
    return raw && decoder.state(raw);
  }

  get states(): Observable<OperationState<R, M>> {
    this.#states ??= new States(this);
    return this.#states;
  }

  get cancellation(): Observable<CancellationOutcome<R>> {
    this.#cancellation ??= new Observable((subscriber) => {
      let told: CancellationOutcome | undefined;
      const tell = (outcome: CancellationOutcome | undefined) => {
        if (outcome === undefined || outcome === told) return;
        told = outcome;
        subscriber.next(this.decoder.cancellation(outcome));
      };
      this.#follow(subscriber, {
        wantsOutcomeOnly: true,
        seen: -1,
        changed: (state) => {
          tell(state?.cancellation);
          if (isEnd(state) && !this.cancelRequest?.isOpen) subscriber.complete();
        },
        ended: (unconfirmed) => {
          if (this.cancelRequest?.isOpen) tell(unconfirmed);
          subscriber.complete();
        },
      });
    });
    return this.#cancellation;
  }

  cancel(): Observable<CancellationOutcome<R>> {
    const request = this.askToCancel();
    return new Observable((subscriber) => {
      const ended = (outcome: CancellationOutcome) => {
        subscriber.next(this.decoder.cancellation(outcome));
        subscriber.complete();
      };
      const changed = () => {
        if (request.outcome !== undefined) ended(request.outcome);
      };
      changed();
      if (subscriber.closed) return;
      this.#follow(subscriber, { seen: -1, changed, ended, wantsOutcomeOnly: true });
    });
  }

  outcome({ signal }: WaitOptions = {}): Promise<Outcome<R>> {
    return endOf(this, outcomeOf, signal);
  }

  response({ signal }: WaitOptions = {}): Promise<R | undefined> {
    return endOf(this, responseOf, signal);
  }

  [Symbol.asyncIterator](): AsyncIterator<OperationState<R, M>, undefined> {
    return latestOf(this.states);
  }

  /** Follows the source until the subscriber leaves. */
  #follow(subscriber: Pick<Subscriber<unknown>, "add">, follower: Follower): void {
    subscriber.add(() => this.unfollow(follower));
    this.follow(follower);
  }
}

function outcomeOf<R, M>(end: OperationState<R, M>): Outcome<R> {
  if (end.type === "done") return end.outcome;
  throw operationErrorOf(end);
}

function responseOf<R, M>(end: OperationState<R, M>): R | undefined {
  if (end.type === "done" && end.outcome.type === "succeeded") return end.outcome.response;
  throw operationErrorOf(end);
}
