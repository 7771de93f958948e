/** None, one or many of something that there is mostly one of: an array would cost more than the one. */
export type Few<T extends object> = T | readonly T[] | undefined;

/** With one more. The few themselves never change: who walks them sees those that there were. */
export function withOne<T extends object>(few: Few<T>, one: T): Few<T> {
  return few === undefined ? one : [...all(few), one];
}

/** Without one. */
export function withoutOne<T extends object>(few: Few<T>, one: T): Few<T> {
  if (few === one) return undefined;
  const others = all(few).filter((other) => other !== one);
  return others.length > 1 ? others : others[0];
}

export function all<T extends object>(few: Few<T>): readonly T[] {
  if (few === undefined) return [];
  return isOne(few) ? [few] : few;
}

/** Whether any of them is so. */
export function some<T extends object>(few: Few<T>, is: (one: T) => boolean): boolean {
  if (few === undefined) return false;
  return isOne(few) ? is(few) : few.some(is);
}

export function isOne<T extends object>(few: T | readonly T[]): few is T {
  return !Array.isArray(few);
}
