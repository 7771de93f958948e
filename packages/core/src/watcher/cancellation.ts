import { Subscription } from "rxjs";
import {
  type CancellationOutcome,
  cancellationOfOutcome,
  cancellationOfRefusal,
  isRefusal,
} from "../lifecycle/cancellation-outcome.ts";
import type { LostReason } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { withinHint } from "../polling/backoff.ts";
import { fromCall } from "../polling/look.ts";
import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Alarm, WatcherContext } from "./watcher-context.ts";

/** What is to be cancelled, as far as a cancellation needs to know and steer it. */
export interface CancellationTarget {
  readonly name: string;
  /** Some look has found it. */
  readonly wasAnswered: boolean;
  readonly lostBecause: LostReason | undefined;
  advance(event: "accepted" | "refused"): void;
  lookNow(): void;
  lookSooner(): void;
  observe(observer: { changed(): void }): () => void;
  publish(): void;
}

/**
 * One attempt to cancel an operation, from the request to what came of it.
 *
 * The request is sent and repeated until the service has answered it, whether or not anybody watches. A refusal
 * is believed once a look that began after it has shown the operation alive: it may have ended before.
 */
export class Cancellation implements Alarm {
  dueAt: number | undefined;
  outcome: CancellationOutcome | undefined;
  readonly #operation: CancellationTarget;
  readonly #context: WatcherContext;
  #isAccepted = false;
  /** The service's refusal, until a look has judged it. */
  #refusal: RpcError | undefined;
  #request: Subscription | undefined;
  #tries = 0;
  #firstTryAt = 0;
  /** The latest of all that had been asked when the refusal came: it can't judge it. */
  #refusedAsk = 0;
  #judging: (() => void) | undefined;
  /** Asked before any look has found the operation: a NOT_FOUND may only mean that the name is new. */
  #mayBeNew: boolean;

  constructor(operation: CancellationTarget, context: WatcherContext) {
    this.#operation = operation;
    this.#context = context;
    this.#mayBeNew = !operation.wasAnswered;
  }

  get isOpen(): boolean {
    return this.outcome === undefined;
  }

  send(): void {
    const { now, operations, requestTimeoutMs, schedule } = this.#context;
    const { name } = this.#operation;
    if (this.#tries === 0) this.#firstTryAt = now();
    this.#tries += 1;
    schedule.set(this, now() + requestTimeoutMs);
    const request = new Subscription();
    this.#request = request;
    request.add(
      fromCall((signal) =>
        operations.cancelOperation({ name }, { signal, timeoutMs: requestTimeoutMs, retry: false }),
      ).subscribe({
        complete: () => this.#accepted(),
        error: (error: RpcError) => this.#failed(error),
      }),
    );
  }

  /** Due: time to repeat the request, or it has gone unanswered for too long. */
  onDue(): void {
    if (this.#request === undefined) {
      this.send();
      return;
    }
    this.#request.unsubscribe();
    const seconds = this.#context.requestTimeoutMs / 1000;
    const message = `no answer within ${seconds} s to the request to cancel ${this.#operation.name}`;
    this.#failed(new RpcError(Code.DEADLINE_EXCEEDED, message));
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
    else if (this.#refusal !== undefined) this.#refused(this.#refusal);
    else if (this.#isAccepted) this.#settle({ type: "unconfirmed", reason: "lost" });
  }

  /** The operation is looked at again: what was accepted may yet be confirmed, what wasn't has come to nothing. */
  reopen(): void {
    const { outcome } = this;
    if (outcome?.type !== "unconfirmed" && outcome?.type !== "gone") return;
    if (this.#isAccepted) this.outcome = undefined;
    else this.#operation.advance("refused");
  }

  #accepted(): void {
    this.#isAccepted = true;
    this.#request = undefined;
    this.#context.schedule.clear(this);
    this.#operation.advance("accepted");
    this.#operation.lookSooner();
    const { lostBecause } = this.#operation;
    if (lostBecause !== undefined) this.contactLost(lostBecause);
    this.#operation.publish();
  }

  #failed(error: RpcError): void {
    const { backoff, maxHintMs, now, pollErrors, schedule } = this.#context;
    this.#request = undefined;
    const sinceGoodMs = now() - this.#firstTryAt;
    const failure = { seen: true, failures: this.#tries, sinceGoodMs, mayBeNew: false };
    if (isRefusal(error) || pollErrors.judge(error, failure).type === "lost") {
      this.#judge(error);
      return;
    }
    const hintMs = error.retryDelayMs;
    const delayMs =
      hintMs === undefined ? backoff.delayMs(this.#tries) : withinHint(hintMs, backoff, maxHintMs);
    schedule.set(this, now() + delayMs);
  }

  /** One look decides whether the refusal stands; it is made even if nobody watches. */
  #judge(refusal: RpcError): void {
    this.#context.schedule.clear(this);
    if (this.#operation.lostBecause !== undefined) {
      this.#refused(refusal);
      this.#operation.publish();
      return;
    }
    this.#refusal = refusal;
    this.#refusedAsk = this.#context.asks.latest;
    this.#judging = this.#operation.observe({ changed() {} });
    this.#operation.lookNow();
  }

  #refused(refusal: RpcError): void {
    this.#operation.advance("refused");
    this.#settle(cancellationOfRefusal(refusal));
  }

  #settle(outcome: CancellationOutcome): void {
    this.outcome = outcome;
    this.#context.schedule.clear(this);
    this.#request?.unsubscribe();
    this.#request = undefined;
    this.#judged();
  }

  #judged(): void {
    this.#refusal = undefined;
    this.#judging?.();
    this.#judging = undefined;
  }
}
