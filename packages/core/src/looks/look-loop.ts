import type { Observable } from "rxjs";
import { hintedDelay } from "../polling/backoff.ts";
import { Code } from "../protocol/code.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { LookContext } from "./look-context.ts";
import type { LookTarget } from "./look-target.ts";
import { type LookWay, Request, type Requester } from "./request.ts";
import { AWAY, type Resting, type Timetable } from "./resting-place.ts";

/** A look may come early by this share of its delay, to go together with others. */
const EARLY = 0.25;

/**
 * The looks at one target: one after the other, with back-off, until it is stopped.
 *
 * Looks never overlap, and are numbered as they begin. A stopped loop has no timer and no request; when it starts
 * again it keeps the time of its next look, so that coming and going costs nothing.
 */
export class LookLoop<T> implements Resting, Requester<T, LookWay> {
  dueAt: number | undefined;
  nextAt = 0;
  place = AWAY;
  readonly #target: LookTarget<T>;
  readonly #context: LookContext;
  #timetable: Timetable;
  #stage: "off" | "resting" | "due" | "looking" = "off";
  #request: Request<T, LookWay> | undefined;
  #delayMs = 0;
  /** The service wants no request before this time. */
  #notBefore = 0;
  /** The next look must be by get, and come as soon as it can. */
  #isAsked = false;
  #looks = 0;
  #failures = 0;
  /** When the latest good look was, or looking began; while the loop is off, how long before the stop that was. */
  #goodAt = 0;

  constructor(target: LookTarget<T>, context: LookContext) {
    this.#target = target;
    this.#context = context;
    this.#timetable = context.schedule;
  }

  get name(): string {
    return this.#target.name;
  }

  /** It is time for a look, and none has begun. */
  get isDue(): boolean {
    return this.#stage === "due";
  }

  /** A look by get was asked for, or is under way. */
  get isGetting(): boolean {
    return this.#isAsked || this.#request?.kind === "get";
  }

  /** When the next look may come at the earliest, together with others that are due. */
  get earliestAt(): number {
    const { minMs } = this.#context.backoff;
    const earlyMs = Math.max(0, Math.min(EARLY * this.#delayMs, this.#delayMs - minMs));
    return Math.max(this.#notBefore, this.nextAt - earlyMs);
  }

  /** Begins, or goes on where it stopped; the time in between doesn't count as time without contact. */
  start(): void {
    if (this.#stage !== "off") return;
    const now = this.#context.now();
    this.#context.planner.watched += 1;
    this.#stage = "resting";
    this.#goodAt = now - this.#goodAt;
    this.#at(Math.max(now, this.nextAt));
  }

  /** Gives up the look under way and clears the timer. */
  stop(): void {
    if (this.#stage === "off") return;
    this.#context.planner.watched -= 1;
    const now = this.#context.now();
    // A look shared with others counts as given up too.
    if (this.#stage === "due") this.#count(now);
    this.#goodAt = now - this.#goodAt;
    this.#isAsked = false;
    this.#stage = "off";
    this.#timetable.clear(this);
    this.#giveUp();
  }

  /** Forgets everything, so that the next start is like the first. */
  reset(): void {
    this.#looks = 0;
    this.#failures = 0;
    this.nextAt = 0;
    this.#notBefore = 0;
    this.#goodAt = 0;
  }

  /** Restarts the back-off: the next look comes after its first delay at most, unless the service asked to wait. */
  sooner(): void {
    const { backoff, now } = this.#context;
    this.#looks = 0;
    this.#delayMs = backoff.delayMs(1);
    this.within(now() + this.#delayMs);
  }

  /**
   * Brings the next look forward to `latest`, unless one is under way or the service asked to wait. The back-off
   * then goes on as after `mostLooks` looks at most. Returns whether the look comes earlier than before.
   */
  within(latest: number, mostLooks = this.#looks): boolean {
    const at = Math.max(latest, this.#notBefore);
    if (this.#stage === "looking" || this.#stage === "due" || at >= this.nextAt) return false;
    this.#looks = Math.min(this.#looks, mostLooks);
    this.#leave();
    this.#at(at);
    return true;
  }

  /** Makes the next look one by get that begins as soon as it can: a held one is given up for it. */
  now(): void {
    this.#isAsked = true;
    if (this.#stage === "looking" && this.#request?.kind !== "wait") return;
    this.#giveUp();
    this.#leave();
    this.#at(this.#context.now());
  }

  onDue(): void {
    this.#stage = "due";
    this.#target.lookDue(this.#isAsked);
  }

  /** Begins the look that is due. */
  begin(way: LookWay): void {
    if (this.#stage !== "due") return;
    this.#stage = "looking";
    this.#isAsked = false;
    this.#request = new Request(this, this.#context, way);
    this.#request.begin();
  }

  source(way: LookWay): Observable<T> {
    this.#count(this.#context.now());
    return this.#target.look(way, this.#delayMs);
  }

  answered(value: T, asked: number, way: LookWay): void {
    const now = this.#context.now();
    this.#good(now);
    // A held answer has waited already; one that came at once must not make the next come at once.
    this.#next(way === "wait" ? Math.max(now, this.nextAt) : now + this.#delayMs);
    this.#target.answered(value, asked, way);
  }

  failed(error: RpcError, asked: number, way: LookWay): void {
    if (way === "wait") {
      this.#context.planner.waitFailed(error);
      this.#isAsked = true;
      this.#retry(error, 0);
    } else if (this.#target.isOutdated?.(asked)) {
      this.#retry(error, this.#delayMs);
    } else {
      this.missed(error);
    }
  }

  /** Takes the failure of a look: its own, or a shared one that was due here too. */
  missed(error: RpcError, timetable = this.#timetable): void {
    const { backoff, notFoundGraceMs } = this.#context;
    const { isSeen: seen, wasAnswered } = this.#target;
    const now = this.#context.now();
    if (this.#stage === "due") this.#count(now);
    this.#timetable = timetable;
    this.#failures += 1;
    const sinceGoodMs = now - this.#goodAt;
    // A look that began within the grace says nothing of what came after, however late it is answered.
    const begunAt = this.#request?.begunAt ?? now;
    const mayBeNew = !wasAnswered && begunAt - this.#goodAt < notFoundGraceMs;
    // The next look comes by the end of the grace, which tells an unknown name from a new one.
    const isAwaited = mayBeNew && error.code === Code.NOT_FOUND;
    const mostMs = isAwaited
      ? Math.max(backoff.minMs, notFoundGraceMs - sinceGoodMs)
      : this.#delayMs;
    this.#retry(error, Math.min(this.#delayMs, mostMs));
    this.#target.failed(error, { seen, failures: this.#failures, sinceGoodMs, mayBeNew });
  }

  /** Another look, begun at `at`, has shown the target; the next one of its own rests in `timetable`. */
  sighted(at: number, timetable = this.#timetable): void {
    this.#good(at);
    // A look that was asked for is still wanted, and a hint still holds.
    if (this.#isAsked || this.#notBefore > at) return;
    if (this.#stage !== "resting" && this.#stage !== "due") return;
    if (this.#stage === "resting") this.#timetable.clear(this);
    this.#timetable = timetable;
    this.#count(at);
    this.#next(this.nextAt);
  }

  /** Counts a look when it begins: after one that is given up, the next waits as after one that was answered. */
  #count(at: number): void {
    this.#looks += 1;
    this.#delayMs = Math.ceil(this.#context.backoff.delayMs(this.#looks));
    this.nextAt = at + this.#delayMs;
    this.#notBefore = 0;
  }

  #good(at: number): void {
    this.#failures = 0;
    this.#goodAt = this.#stage === "off" ? 0 : Math.max(this.#goodAt, at);
  }

  /** Looks again after a failure: when the service asks for it, or else after `delayMs`. */
  #retry({ retryDelayMs }: RpcError, delayMs: number): void {
    const at = this.#context.now() + hintedDelay(retryDelayMs, delayMs, this.#context);
    if (retryDelayMs !== undefined) this.#notBefore = at;
    this.#next(at);
  }

  #next(at: number): void {
    this.#request = undefined;
    this.#at(this.#isAsked ? this.#context.now() : at);
  }

  #giveUp(): void {
    this.#request?.giveUp();
    this.#request = undefined;
  }

  /** Leaves the timetable it shares, since others there may have to rest longer. */
  #leave(): void {
    this.#timetable.clear(this);
    this.#timetable = this.#context.schedule;
  }

  #at(at: number): void {
    this.nextAt = Math.max(at, this.#notBefore);
    if (this.#stage !== "off") {
      this.#stage = "resting";
      this.#timetable.set(this, this.nextAt);
    }
  }
}
