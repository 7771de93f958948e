import { atLeast } from "./at-least.ts";
import type { Alarm, Schedule } from "./schedule.ts";

/**
 * How many requests a watcher makes. Requests to cancel count, but never wait for their turn; requests that the
 * service holds are limited by the plan's `maxHeld` instead.
 */
export interface BudgetOptions {
  /** Requests under way at a time. @defaultValue 100 */
  readonly concurrency?: number;
  /** Requests begun in a second. @defaultValue no limit but the one that the service sets by RESOURCE_EXHAUSTED */
  readonly perSecond?: number;
}

/** Something that waits for its turn to make a request. */
export interface Ticket {
  granted(): void;
}

/** After RESOURCE_EXHAUSTED: the budget is never cut below this share, nor twice within this time in ms. */
const LEAST_SHARE = 1 / 64;
const CUT_ONCE_IN_MS = 1000;
const AT_ONCE_MS = 100;
/** Requests per second: fewer than this don't exhaust a service. */
const LEAST_BLAMED = 10;
/** The factor by which a cut budget grows each second: half becomes whole in seven. */
const RECOVERY_PER_SECOND = 1.1;

/**
 * What all requests of a watcher share: first come, first served.
 *
 * Halved when the service says that its resources are exhausted, and recovering from then on.
 */
export class Budget {
  readonly #concurrency: number;
  readonly #perSecond: number;
  readonly #schedule: Pick<Schedule<Alarm>, "set" | "clear">;
  readonly #now: () => number;
  readonly #waiting = new Set<Ticket>();
  readonly #alarm: Alarm = { dueAt: undefined, onDue: () => this.#admit() };
  #underWay = 0;
  /** When the next request would be due if all were evenly spaced. */
  #evenAt = 0;
  #share = 1;
  #cutAt = Number.NEGATIVE_INFINITY;
  /** How many requests per second were too many. */
  #tooMany = 0;
  readonly #second = { at: 0, count: 0, before: 0 };

  /** @throws RangeError when an option isn't a count. */
  constructor(
    options: BudgetOptions,
    schedule: Pick<Schedule<Alarm>, "set" | "clear">,
    now: () => number,
  ) {
    const { concurrency = 100, perSecond = Number.POSITIVE_INFINITY } = options;
    atLeast("budget.concurrency", concurrency, 1);
    atLeast("budget.perSecond", perSecond, Number.MIN_VALUE);
    this.#concurrency = concurrency;
    this.#perSecond = perSecond;
    this.#schedule = schedule;
    this.#now = now;
  }

  /** Grants the ticket now or when its turn comes. */
  enter(ticket: Ticket): void {
    this.#waiting.add(ticket);
    this.#admit();
  }

  /** The ticket isn't wanted any more. */
  withdraw(ticket: Ticket): void {
    this.#waiting.delete(ticket);
    if (this.#waiting.size === 0) this.#schedule.clear(this.#alarm);
  }

  /**
   * A request that was granted is over.
   *
   * The next ones begin on a timer: starting many together costs less CPU time than one after each answer.
   */
  leave(): void {
    this.#underWay -= 1;
    if (this.#waiting.size > 0) this.#schedule.set(this.#alarm, this.#now());
  }

  /**
   * Lets others have the caller's place, and resolves when its turn comes for one more request. Rejects with the
   * signal's reason.
   */
  turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const granted = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      const ticket = { granted };
      const abort = () => {
        this.withdraw(ticket);
        this.#underWay += 1;
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort);
      this.leave();
      this.enter(ticket);
    });
  }

  /** Counts a request that didn't wait for its turn. */
  spend(now = this.#now()): void {
    const second = this.#second;
    if (now - second.at >= 1000) {
      second.before = now - second.at < 2000 ? second.count : 0;
      second.at = now;
      second.count = 0;
    }
    second.count += 1;
    const rate = this.#rate(now);
    this.#evenAt = Math.max(now, this.#evenAt) + 1000 / rate;
  }

  /** The service said RESOURCE_EXHAUSTED. */
  exhausted(): void {
    const now = this.#now();
    if (now - this.#cutAt < CUT_ONCE_IN_MS) return;
    const share = this.#shareAt(now);
    const { before, count } = this.#second;
    const begun = Math.max(before, count, LEAST_BLAMED);
    if (share === 1) this.#tooMany = Math.min(this.#perSecond, begun);
    this.#share = Math.max(share / 2, LEAST_SHARE);
    this.#cutAt = now;
    this.#evenAt = now;
  }

  #admit(): void {
    for (const ticket of this.#waiting) {
      const now = this.#now();
      const most = Math.max(1, Math.floor(this.#concurrency * this.#shareAt(now)));
      if (this.#underWay >= most) return;
      // All that are due within `AT_ONCE_MS` may come at once, or timers would set the pace.
      const inMs = this.#evenAt - now - Math.max(0, AT_ONCE_MS - 1000 / this.#rate(now));
      if (inMs > 0) {
        // Rounding may lose a fraction of a ms, and the time would never come.
        this.#schedule.set(this.#alarm, now + Math.ceil(inMs));
        return;
      }
      this.#waiting.delete(ticket);
      this.#underWay += 1;
      this.spend(now);
      ticket.granted();
    }
    this.#schedule.clear(this.#alarm);
  }

  #shareAt(now: number): number {
    if (this.#share === 1) return 1;
    return Math.min(1, this.#share * RECOVERY_PER_SECOND ** ((now - this.#cutAt) / 1000));
  }

  #rate(now: number): number {
    const share = this.#shareAt(now);
    return share === 1 ? this.#perSecond : this.#tooMany * share;
  }
}
