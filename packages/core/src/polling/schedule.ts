import { Observable, type SchedulerLike, type Subscriber, Subscription } from "rxjs";
import TinyQueue from "tinyqueue";

/** Something that is due at a time. The schedule owns `dueAt`. */
export interface Scheduled {
  /** In ms of the schedule's clock; undefined when nothing is scheduled. */
  dueAt: number | undefined;
}

/** Something that is called when it is due. */
export interface Alarm extends Scheduled {
  onDue(): void;
}

/** All items that were set to one time; some may have been moved or cleared since. */
interface Slot<T> {
  readonly at: number;
  readonly items: T[];
}

/** Due already, and about to be told. */
const NOW = Number.NEGATIVE_INFINITY;

/** The longest delay that hosts' timers can hold; a longer one would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * What is due when: a heap of times with one timer on an RxJS scheduler, however many items there are.
 *
 * No item, no timer. An item has one time; setting it again moves it. A moved or cleared item is left in its old
 * place, skipped there, and swept out when such items prevail.
 */
export class Schedule<T extends Scheduled> {
  readonly #scheduler: SchedulerLike;
  readonly #now: () => number;
  readonly #subscribers = new Set<Subscriber<T>>();
  #slots = new Map<number, Slot<T>>();
  #heap = heapOf<T>([]);
  /** How many items have a time, and how many places in slots are taken. */
  #size = 0;
  #places = 0;
  #timer: Subscription | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(scheduler: SchedulerLike, now: () => number) {
    this.#scheduler = scheduler;
    this.#now = now;
  }

  /** What falls due, earliest first. Hot. */
  readonly due = new Observable<T>((subscriber) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  });

  /** How many items have a time. */
  get size(): number {
    return this.#size;
  }

  /**
   * Makes `item` due at `at`, instead of at the time it had, if any.
   *
   * @throws RangeError when `at` isn't a number: nothing would ever be due then.
   */
  set(item: T, at: number): void {
    if (Number.isNaN(at)) throw new RangeError("a time can't be NaN");
    if (item.dueAt === at) return;
    if (item.dueAt === undefined) this.#size += 1;
    item.dueAt = at;
    this.#slot(at).items.push(item);
    this.#places += 1;
    if (this.#places > 2 * this.#size + 64) this.#sweep();
    this.#arm();
  }

  /** Takes the item out; nothing happens if it has no time. */
  clear(item: T): void {
    if (item.dueAt === undefined) return;
    item.dueAt = undefined;
    this.#size -= 1;
    // Drops what has become stale at the front.
    if (this.#first() === undefined) this.#arm();
  }

  #slot(at: number): Slot<T> {
    let slot = this.#slots.get(at);
    if (slot === undefined) {
      slot = { at, items: [] };
      this.#slots.set(at, slot);
      this.#heap.push(slot);
    }
    return slot;
  }

  #sweep(): void {
    const slots = [...this.#slots.values()];
    this.#empty();
    for (const { at, items } of slots) {
      const live = new Set(items.filter(({ dueAt }) => dueAt === at));
      this.#places += live.size;
      for (const item of live) this.#slot(at).items.push(item);
    }
  }

  #empty(): void {
    this.#slots = new Map();
    this.#heap = heapOf([]);
    this.#places = 0;
  }

  /**
   * Sets the timer for the earliest time. A timer for an earlier one is kept: it finds nothing due and arms again. One
   * whose time has passed isn't: timers may stand still while a computer sleeps.
   */
  #arm(): void {
    const first = this.#first();
    if (first === undefined) this.#empty();
    const now = this.#now();
    const at = Math.max(now, first?.at ?? Number.POSITIVE_INFINITY);
    if (first && this.#timer && now <= this.#timerAt && this.#timerAt <= at) return;
    this.#timer?.unsubscribe();
    this.#timer = undefined;
    if (first === undefined) return;
    const delayMs = Math.min(at - now, MAX_TIMER_MS);
    this.#timerAt = delayMs === MAX_TIMER_MS ? now + delayMs : at;
    // There before it is set: `queueScheduler` doesn't wait where there is no delay.
    const timer = new Subscription();
    this.#timer = timer;
    timer.add(this.#scheduler.schedule(() => this.#fire(), delayMs));
  }

  #fire(): void {
    this.#timer = undefined;
    // Timers may fire a fraction of a ms early, and clocks stand still: what the timer was set for is due.
    const now = Math.max(this.#now(), this.#timerAt);
    // What is set meanwhile is for later; what is cleared meanwhile isn't told.
    const due: T[] = [];
    for (let first = this.#first(); first && first.at <= now; first = this.#first()) {
      this.#pop(first);
      for (const item of first.items) {
        if (item.dueAt !== first.at) continue;
        item.dueAt = NOW;
        due.push(item);
      }
    }
    for (const item of due) {
      if (item.dueAt !== NOW) continue;
      item.dueAt = undefined;
      this.#size -= 1;
      for (const subscriber of this.#subscribers) subscriber.next(item);
    }
    this.#arm();
  }

  /** The earliest slot that holds a valid item, which then is its last. */
  #first(): Slot<T> | undefined {
    if (this.#size === 0) return undefined;
    for (let slot = this.#heap.peek(); slot !== undefined; slot = this.#heap.peek()) {
      const { at, items } = slot;
      while (items.length > 0 && items.at(-1)?.dueAt !== at) {
        items.pop();
        this.#places -= 1;
      }
      if (items.length > 0) return slot;
      this.#pop(slot);
    }
    return undefined;
  }

  /** Takes out the earliest slot. */
  #pop({ at, items }: Slot<T>): void {
    this.#heap.pop();
    this.#slots.delete(at);
    this.#places -= items.length;
  }
}

function heapOf<T>(slots: Slot<T>[]): TinyQueue<Slot<T>> {
  return new TinyQueue(slots, (a, b) => a.at - b.at);
}
