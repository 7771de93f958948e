import type { OperationState } from "@rx-lro/core";

/** A state, or how the operation ended, in one word. */
export function kindOf(state: OperationState<unknown, unknown>): string {
  return state.type === "done" ? state.outcome.type : state.type;
}

/** How often each word occurs, in the order of the first of each. */
export function countEach(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
