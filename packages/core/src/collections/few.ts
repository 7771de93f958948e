/** None, one or many items, mostly one: an array would cost more than the one item. */
export type Few<T extends object> = T | readonly T[] | undefined;

/** With one more. The few are never changed in place, so a loop over them isn't affected. */
export function withOne<T extends object>(few: Few<T>, one: T): Few<T> {
  return few === undefined ? one : [...all(few), one];
}

/** Without one. */
export function withoutOne<T extends object>(few: Few<T>, one: T): Few<T> {
  const others = all(few).filter((other) => other !== one);
  return others.length > 1 ? others : others[0];
}

/** All of them, to go through. */
export function all<T extends object>(few: Few<T>): readonly T[] {
  if (few === undefined) return [];
  return isOne(few) ? [few] : few;
}

function isOne<T extends object>(few: T | readonly T[]): few is T {
  return !Array.isArray(few);
}
