import type { Alarm } from "./watcher-context.ts";

/** Something whose time may come a little early, together with that of others. */
export interface Resting extends Alarm {
  readonly earliestAt: number;
  /** Where in its resting place it is, to be found there. Owned by that. */
  place: number;
}

/** Due already, and about to be told. */
const NOW = Number.NEGATIVE_INFINITY;

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
    if (!isHere(item)) item.place = this.#items.push(item) - 1;
    item.dueAt = at;
    this.#firstAt = Math.min(this.#firstAt, at);
  }

  clear(item: Resting): void {
    if (isHere(item)) {
      const last = this.#items.pop();
      if (last !== undefined && last !== item) {
        this.#items[item.place] = last;
        last.place = item.place;
      }
    }
    item.dueAt = undefined;
  }

  /** Tells all that may be due at `now`. What comes to rest meanwhile isn't. */
  wake(now: number): void {
    const due: Resting[] = [];
    const items = this.#items;
    this.#items = [];
    this.#firstAt = Number.POSITIVE_INFINITY;
    for (const item of items) {
      const { dueAt = now } = item;
      item.dueAt = NOW;
      if (dueAt > now && item.earliestAt > now) this.set(item, dueAt);
      else due.push(item);
    }
    for (const item of due) {
      if (item.dueAt !== NOW) continue;
      item.dueAt = undefined;
      item.onDue();
    }
  }
}

function isHere({ dueAt }: Resting): boolean {
  return dueAt !== undefined && dueAt !== NOW;
}
