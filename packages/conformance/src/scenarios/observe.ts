import type { OperationState } from "@rx-lro/core";
import type { Observable } from "rxjs";
import { ConformanceError } from "../conformance-error.ts";
import type { Trial } from "../trial.ts";

/** All values of a stream that completes. */
export function collect<T>(
  trial: Trial,
  what: string,
  stream: Observable<T>,
): Promise<readonly T[]> {
  const values: T[] = [];
  let stop = () => {};
  const whole = new Promise<readonly T[]>((resolve, reject) => {
    const subscription = stream.subscribe({
      next: (value) => void values.push(value),
      error: reject,
      complete: () => resolve(values),
    });
    stop = () => subscription.unsubscribe();
  });
  return trial.within(what, whole).finally(() => stop());
}

/** The first value of a stream for which `isWanted` holds. */
export function until<T>(
  trial: Trial,
  what: string,
  stream: Observable<T>,
  isWanted: (value: T) => boolean = () => true,
): Promise<T> {
  let stop = () => {};
  const found = new Promise<T>((resolve, reject) => {
    const subscription = stream.subscribe({
      next: (value) => isWanted(value) && resolve(value),
      error: reject,
      complete: () => reject(new ConformanceError(`${what}: the stream has ended before that`, {})),
    });
    stop = () => subscription.unsubscribe();
  });
  return trial.within(what, found).finally(() => stop());
}

/** States in short without repeats, such as `running`, `cancelling.requested`, `done.succeeded`, `lost.gone`. */
export function inShort(states: readonly OperationState<unknown, unknown>[]): readonly string[] {
  return states.map(stateInShort).filter((state, i, all) => state !== all[i - 1]);
}

function stateInShort(state: OperationState<unknown, unknown>): string {
  switch (state.type) {
    case "running":
      return "running";
    case "cancelling":
      return `cancelling.${state.phase}`;
    case "done":
      return `done.${state.outcome.type}`;
    case "lost":
      return `lost.${state.reason}`;
  }
}
