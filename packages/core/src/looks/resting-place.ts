import type { Alarm } from "../polling/schedule.ts";

/** Something whose time may come a little early, together with that of others. */
export interface Resting extends Alarm {
  readonly earliestAt: number;
  readonly nextAt: number;
  /** Where in its resting place it is, to be found there, or one of the two below. Owned by that. */
  place: number;
}

/** Where something rests until it is due. */
export interface Timetable {
  set(item: Resting, at: number): void;
  clear(item: Resting): void;
}

/** Not here. `dueAt` wouldn't tell that: a schedule would take what rests elsewhere for its own. */
export const AWAY = -1;
/** Due already, and about to be told. */
const WAKING = -2;

/**
 * What rests until it is due, mostly all of it together: kept in the order in which it came.
 *
 * An array in which each item knows its place, since sets that are filled and emptied with each look cost far more.
 */
export class RestingPlace {
  #items: Resting[] = [];
  #firstAt = Number.POSITIVE_INFINITY;

  /** Nothing is due before that; never, if nothing rests here. */
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

  /** Tells all that may be due at `now`. What comes to rest meanwhile isn't. */
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
