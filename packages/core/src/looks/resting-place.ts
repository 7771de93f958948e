import type { Alarm } from "../polling/schedule.ts";

/** Something that may be due a little early, together with others. */
export interface Resting extends Alarm {
  readonly earliestAt: number;
  readonly nextAt: number;
  /** Its index in its resting place, which owns this field, or one of the two constants below. */
  place: number;
}

/** Where something rests until it is due. */
export interface Timetable {
  set(item: Resting, at: number): void;
  clear(item: Resting): void;
}

/** Not here. `dueAt` can't say that: a schedule would take what rests elsewhere for its own. */
export const AWAY = -1;
/** Due already, and about to be told. */
const WAKING = -2;

/**
 * Items that rest until they are due, mostly all together: kept in the order in which they came.
 *
 * An array in which each item knows its place, since a set that is filled and emptied at each look costs far more.
 */
export class RestingPlace {
  #items: Resting[] = [];
  #firstAt = Number.POSITIVE_INFINITY;

  /** Nothing is due before this time; infinity if nothing rests here. */
  get firstAt(): number {
    return this.#items.length > 0 ? this.#firstAt : Number.POSITIVE_INFINITY;
  }

  set(item: Resting, at: number): void {
    if (item.place < 0) item.place = this.#items.push(item) - 1;
    this.#firstAt = Math.min(this.#firstAt, at);
  }

  clear(item: Resting): void {
    if (item.place >= 0) {
      const last = this.#items.pop();
      if (last !== undefined && last !== item) {
        this.#items[item.place] = last;
        last.place = item.place;
      }
    }
    item.place = AWAY;
  }

  /** Wakes all that may be due at `now`, but nothing that comes to rest meanwhile. */
  wake(now: number): void {
    const due: Resting[] = [];
    const items = this.#items;
    this.#items = [];
    this.#firstAt = Number.POSITIVE_INFINITY;
    for (const item of items) {
      item.place = WAKING;
      if (item.nextAt > now && item.earliestAt > now) this.set(item, item.nextAt);
      else due.push(item);
    }
    for (const item of due) {
      if (item.place !== WAKING) continue;
      item.place = AWAY;
      item.onDue();
    }
  }
}
