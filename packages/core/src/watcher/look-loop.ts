import { type Observable, Subscription } from "rxjs";
import { withinHint } from "../polling/backoff.ts";
import type { PollFailure } from "../polling/poll-errors.ts";
import { Code } from "../protocol/code.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Alarm, WatcherContext } from "./watcher-context.ts";

/** What a loop looks at: an operation, or a parent with all of its operations. */
export interface LookTarget<T> {
  readonly name: string;
  readonly isSeen: boolean;
  /** One look; unsubscribing aborts it. */
  look(): Observable<T>;
  /** Told of a good look and of a failed one; may steer the loop meanwhile. */
  answered(value: T, asked: number): void;
  failed(error: RpcError, failure: PollFailure): void;
}

/**
 * The looks at one target: one after the other, with back-off, until it is stopped.
 *
 * Looks never overlap, and are numbered by when they began. A stopped loop has no timer and no request; when it
 * starts again it keeps to the time of its next look, so that coming and going costs nothing.
 */
export class LookLoop<T> implements Alarm {
  dueAt: number | undefined;
  readonly #target: LookTarget<T>;
  readonly #context: WatcherContext;
  readonly #timeoutMs: number;
  #wasAnswered = false;
  #isOn = false;
  #look: Subscription | undefined;
  #delayMs = 0;
  #nextAt = 0;
  /** The service asked not to be asked before. */
  #notBefore = 0;
  /** Another look is wanted as soon as the one under way has ended. */
  #again = false;
  #looks = 0;
  #failures = 0;
  #firstAt: number | undefined;
  #goodAt = 0;
  #stoppedAt = 0;

  constructor(
    target: LookTarget<T>,
    context: WatcherContext,
    timeoutMs = context.requestTimeoutMs,
  ) {
    this.#target = target;
    this.#context = context;
    this.#timeoutMs = timeoutMs;
  }

  /** Begins, or goes on where it was stopped; the time in between doesn't count as time without contact. */
  start(): void {
    const now = this.#context.now();
    if (this.#isOn) return;
    this.#isOn = true;
    if (this.#firstAt === undefined) {
      this.#firstAt = now;
      this.#goodAt = now;
    } else {
      this.#goodAt += now - this.#stoppedAt;
    }
    this.#at(Math.max(now, this.#nextAt));
  }

  /** Aborts the look under way and clears the timer. */
  stop(): void {
    if (this.#isOn) this.#stoppedAt = this.#context.now();
    this.#isOn = false;
    this.#again = false;
    this.#context.schedule.clear(this);
    this.#look?.unsubscribe();
    this.#look = undefined;
  }

  /** Forgets all that was, so that the next start is like the first. */
  reset(): void {
    this.stop();
    this.#looks = 0;
    this.#failures = 0;
    this.#nextAt = 0;
    this.#notBefore = 0;
    this.#firstAt = undefined;
  }

  /** Starts the back-off anew: the next look comes as early as it ever does, unless the service asked to wait. */
  sooner(): void {
    const { backoff, now } = this.#context;
    this.#looks = 0;
    this.#delayMs = backoff.delayMs(1);
    if (this.#look === undefined) this.#at(Math.min(this.#nextAt, now() + this.#delayMs));
  }

  /** The next look begins now, or as soon as the one under way has ended, unless the service asked to wait. */
  now(): void {
    this.#again = this.#look !== undefined;
    if (!this.#again) this.#at(this.#context.now());
  }

  onDue(): void {
    if (this.#look === undefined) this.#begin();
    else this.#timedOut();
  }

  #begin(): void {
    const { asks, backoff, now, schedule } = this.#context;
    const asked = asks.next();
    this.#looks += 1;
    this.#delayMs = backoff.delayMs(this.#looks);
    // Should it be aborted, the next one waits as if this one had been answered.
    this.#nextAt = now() + this.#delayMs;
    this.#notBefore = 0;
    schedule.set(this, now() + this.#timeoutMs);
    const look = new Subscription();
    this.#look = look;
    look.add(
      this.#target.look().subscribe({
        next: (value) => this.#answered(value, asked),
        error: (error: RpcError) => this.#failed(error),
      }),
    );
  }

  #timedOut(): void {
    this.#look?.unsubscribe();
    const seconds = this.#timeoutMs / 1000;
    const message = `no answer within ${seconds} s to a look at ${this.#target.name}`;
    this.#failed(new RpcError(Code.DEADLINE_EXCEEDED, message));
  }

  #answered(value: T, asked: number): void {
    this.#wasAnswered = true;
    this.#failures = 0;
    this.#goodAt = this.#context.now();
    this.#next(undefined);
    this.#target.answered(value, asked);
  }

  #failed(error: RpcError): void {
    const { now, notFoundGraceMs } = this.#context;
    this.#failures += 1;
    this.#next(error.retryDelayMs);
    const failure = {
      seen: this.#target.isSeen,
      failures: this.#failures,
      sinceGoodMs: now() - this.#goodAt,
      mayBeNew: !this.#wasAnswered && now() - (this.#firstAt ?? now()) < notFoundGraceMs,
    };
    this.#target.failed(error, failure);
  }

  #next(hintMs: number | undefined): void {
    const { backoff, maxHintMs, now } = this.#context;
    const hinted = hintMs === undefined ? undefined : withinHint(hintMs, backoff, maxHintMs);
    this.#look = undefined;
    if (hinted !== undefined) this.#notBefore = now() + hinted;
    this.#at(this.#again ? now() : now() + (hinted ?? this.#delayMs));
    this.#again = false;
  }

  #at(at: number): void {
    this.#nextAt = Math.max(at, this.#notBefore);
    if (this.#isOn) this.#context.schedule.set(this, this.#nextAt);
  }
}
