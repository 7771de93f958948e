import { Observable, type SchedulerLike, type Subscriber, type Subscription } from "rxjs";
import TinyQueue from "tinyqueue";

/** Something with a time to be done at. The schedule owns `dueAt`. */
export interface Scheduled {
  /** In ms of the schedule's clock; undefined when nothing is scheduled. */
  dueAt: number | undefined;
}

interface Entry<T> {
  readonly at: number;
  readonly item: T;
}

/** The longest delay that the hosts' timers can hold; a longer one would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * When what is due: a heap of times with one timer on an RxJS scheduler, however many items there are.
 *
 * No item, no timer. An item has one time; setting it again moves it. A moved or cleared item leaves a stale
 * entry in the heap, which is passed over, and swept out when stale ones prevail.
 */
export class Schedule<T extends Scheduled> {
  readonly #scheduler: SchedulerLike;
  readonly #now: () => number;
  readonly #subscribers = new Set<Subscriber<T>>();
  #heap = heapOf<T>([]);
  #size = 0;
  #timer: Subscription | undefined;
  #timerAt = 0;

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
   * Makes `item` due at `at`, instead of any time before.
   *
   * @throws RangeError when `at` isn't a number: nothing would ever be due then.
   */
  set(item: T, at: number): void {
    if (Number.isNaN(at)) throw new RangeError("a time can't be NaN");
    if (item.dueAt === at) return;
    if (item.dueAt === undefined) this.#size += 1;
    item.dueAt = at;
    this.#heap.push({ at, item });
    if (this.#heap.length > 2 * this.#size + 64) this.#sweep();
    this.#arm();
  }

  /** Takes the item out; nothing happens if it has no time. */
  clear(item: T): void {
    if (item.dueAt === undefined) return;
    item.dueAt = undefined;
    this.#size -= 1;
    this.#arm();
  }

  #sweep(): void {
    const live = new Map<T, Entry<T>>();
    for (const entry of this.#heap.data) {
      if (entry.item.dueAt === entry.at) live.set(entry.item, entry);
    }
    this.#heap = heapOf([...live.values()]);
  }

  /** Holds the timer at the earliest time; an earlier one is kept, it finds nothing due and arms again. */
  #arm(): void {
    if (this.#size === 0) {
      this.#timer?.unsubscribe();
      this.#timer = undefined;
      this.#heap = heapOf([]);
      return;
    }
    const first = this.#first();
    if (first === undefined) return;
    if (this.#timer !== undefined && this.#timerAt <= first.at) return;
    this.#timer?.unsubscribe();
    const delayMs = Math.min(Math.max(0, first.at - this.#now()), MAX_TIMER_MS);
    this.#timerAt = delayMs === MAX_TIMER_MS ? this.#now() + delayMs : first.at;
    this.#timer = this.#scheduler.schedule(() => this.#fire(), delayMs);
  }

  #fire(): void {
    this.#timer = undefined;
    // Timers fire early by a fraction of a ms, and clocks stand still: what the timer was set for is due.
    const now = Math.max(this.#now(), this.#timerAt);
    // An item may have several entries of one time; it is told once, and what is set meanwhile is for later.
    const due = new Map<T, number>();
    for (let first = this.#first(); first && first.at <= now; first = this.#first()) {
      this.#heap.pop();
      due.set(first.item, first.at);
    }
    for (const [item, at] of due) {
      if (item.dueAt !== at) continue;
      item.dueAt = undefined;
      this.#size -= 1;
      for (const subscriber of this.#subscribers) subscriber.next(item);
    }
    this.#arm();
  }

  /** The earliest entry that still stands. */
  #first(): Entry<T> | undefined {
    for (;;) {
      const entry = this.#heap.peek();
      if (entry === undefined || entry.item.dueAt === entry.at) return entry;
      this.#heap.pop();
    }
  }
}

function heapOf<T>(entries: Entry<T>[]): TinyQueue<Entry<T>> {
  return new TinyQueue(entries, (a, b) => a.at - b.at);
}
