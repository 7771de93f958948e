import type { Observable } from "rxjs";
import {
  type CancellationOutcome,
  cancellationOfOutcome,
  cancellationOfRefusal,
  isRefusal,
} from "../lifecycle/cancellation-outcome.ts";
import type { LostReason } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { Request, type Requester } from "../looks/request.ts";
import { hintedDelay } from "../polling/backoff.ts";
import { fromCall } from "../polling/look.ts";
import type { Alarm } from "../polling/schedule.ts";
import { Code } from "../protocol/code.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { StateObserver } from "./state-observer.ts";
import type { TrackingContext } from "./tracking-context.ts";

/** The operation to be cancelled, as far as a cancellation reads and steers it. */
export interface CancellationTarget {
  readonly name: string;
  /** Some look has found it. */
  readonly wasAnswered: boolean;
  readonly lostBecause: LostReason | undefined;
  advance(event: "accepted" | "refused"): void;
  lookNow(): void;
  lookSooner(): void;
  observe(observer: StateObserver): void;
  unobserve(observer: StateObserver): void;
  publish(): void;
}

/** Keeps the operation looked at until a look has judged a refusal. */
const JUDGE: StateObserver = { changed() {}, wantsOutcomeOnly: true };

/**
 * One attempt to cancel an operation, from the request to what came of it.
 *
 * The request is sent and repeated until the service has answered it, whether or not anybody watches. A refusal
 * is believed once a look that began after it has shown the operation alive: it may have ended before.
 */
export class Cancellation implements Alarm, Requester<void> {
  dueAt: number | undefined;
  outcome: CancellationOutcome | undefined;
  readonly #operation: CancellationTarget;
  readonly #context: TrackingContext;
  #isAccepted = false;
  /** The service's refusal, until a look has judged it. */
  #refusal: RpcError | undefined;
  #request: Request<void> | undefined;
  #tries = 0;
  #firstTryAt = 0;
  /** The number of the latest request when the refusal came: only a later look can judge it. */
  #refusedAsk = 0;
  /** Asked before any look has found the operation: a NOT_FOUND may only mean that the name is new. */
  #mayBeNew: boolean;

  constructor(operation: CancellationTarget, context: TrackingContext) {
    this.#operation = operation;
    this.#context = context;
    this.#mayBeNew = !operation.wasAnswered;
  }

  get isOpen(): boolean {
    return this.outcome === undefined;
  }

  /** The service has refused it, which only a look by get can judge. */
  get isRefused(): boolean {
    return this.#refusal !== undefined;
  }

  get name(): string {
    return this.#operation.name;
  }

  send(): void {
    if (this.#tries === 0) this.#firstTryAt = this.#context.now();
    this.#tries += 1;
    this.#request = new Request(this, this.#context, "cancel");
    this.#request.begin();
  }

  source(): Observable<void> {
    const { calls, requestTimeoutMs: timeoutMs } = this.#context;
    return fromCall((signal) =>
      calls.cancelOperation({ name: this.name }, { signal, timeoutMs, retry: false }),
    );
  }

  /** Due: time to repeat the request. */
  onDue(): void {
    this.send();
  }

  /** The operation has ended: that is the answer, whatever becomes of the request. */
  ended(outcome: Outcome): void {
    if (this.isOpen) this.#settle(cancellationOfOutcome(outcome));
  }

  /** A look has shown the operation alive. */
  seenAlive(asked: number): void {
    const refusal = this.#refusal;
    if (refusal === undefined || asked <= this.#refusedAsk) return;
    if (refusal.code === Code.NOT_FOUND && !refusal.unrouted && this.#mayBeNew) {
      this.#mayBeNew = false;
      this.#judged();
      this.send();
      return;
    }
    this.#refused(refusal);
  }

  /** The operation can't be seen any more. */
  contactLost(reason: LostReason): void {
    if (!this.isOpen) return;
    if (reason === "gone" || reason === "unknown") this.#settle({ type: "gone" });
    else if (this.#refusal !== undefined) this.#leave(this.#refusal);
    else if (this.#isAccepted) this.#settle({ type: "unconfirmed", reason: "lost" });
  }

  /** The operation is looked at again: an accepted request may yet be confirmed, any other has come to nothing. */
  reopen(): void {
    const { outcome } = this;
    if (outcome?.type !== "unconfirmed" && outcome?.type !== "gone") return;
    if (this.#isAccepted) this.outcome = undefined;
    else this.#operation.advance("refused");
  }

  /** The service has accepted the request. */
  answered(): void {
    this.#isAccepted = true;
    this.#operation.advance("accepted");
    this.#operation.lookSooner();
    const { lostBecause } = this.#operation;
    if (lostBecause !== undefined) this.contactLost(lostBecause);
    this.#operation.publish();
  }

  failed(error: RpcError): void {
    const { backoff, now, pollErrors, schedule } = this.#context;
    const sinceGoodMs = now() - this.#firstTryAt;
    const failure = { seen: true, failures: this.#tries, sinceGoodMs, mayBeNew: false };
    if (isRefusal(error) || pollErrors.judge(error, failure).type === "lost") {
      this.#judge(error);
      return;
    }
    const delayMs = backoff.delayMs(this.#tries);
    schedule.set(this, now() + hintedDelay(error.retryDelayMs, delayMs, this.#context));
  }

  /** One look decides whether the refusal stands; it is made even if nobody watches. */
  #judge(refusal: RpcError): void {
    if (this.#operation.lostBecause !== undefined) {
      this.#leave(refusal);
      this.#operation.publish();
      return;
    }
    this.#refusal = refusal;
    this.#refusedAsk = this.#context.asks.latest;
    this.#operation.observe(JUDGE);
    this.#operation.lookNow();
  }

  /** Nobody can tell whether the operation lives on. A request that never got through wasn't refused. */
  #leave(error: RpcError): void {
    if (isRefusal(error)) this.#refused(error);
    else this.#settle({ type: "unconfirmed", reason: "lost" });
  }

  #refused(refusal: RpcError): void {
    this.#operation.advance("refused");
    this.#settle(cancellationOfRefusal(refusal));
  }

  #settle(outcome: CancellationOutcome): void {
    this.outcome = outcome;
    this.#context.schedule.clear(this);
    this.#request?.giveUp();
    this.#judged();
  }

  #judged(): void {
    if (this.#refusal !== undefined) this.#operation.unobserve(JUDGE);
    this.#refusal = undefined;
  }
}
