import { type Few, some, withOne, withoutOne } from "../collections/few.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import { isActive, isCurious, type StateObserver, tell } from "./state-observer.ts";

/** Nothing is waiting to be told. Never filled. */
const NOTHING: (() => void)[] = [];

/**
 * What is observed: knows what its observers want, and tells them its states, each after the one before.
 *
 * What is observed extends this, instead of having one, since there may be a hundred thousand of it.
 */
export class Observed {
  #observers: Few<StateObserver>;
  #untold: (() => void)[] | undefined;

  get isInUse(): boolean {
    return this.#observers !== undefined;
  }

  /** Somebody has it looked at. */
  get isObserved(): boolean {
    return some(this.#observers, isActive);
  }

  /** Somebody looks at more than the outcome. */
  get wantsMetadata(): boolean {
    return some(this.#observers, isCurious);
  }

  protected add(observer: StateObserver): void {
    this.#observers = withOne(this.#observers, observer);
  }

  protected remove(observer: StateObserver): void {
    this.#observers = withoutOne(this.#observers, observer);
  }

  /** Tells a state to those who observe now. One that comes while another is told is told after it. */
  protected announce(state: OperationState | undefined, version: number): void {
    const observers = this.#observers;
    if (this.#untold !== undefined) {
      if (this.#untold === NOTHING) this.#untold = [];
      this.#untold.push(() => tell(observers, state, version));
      return;
    }
    this.#untold = NOTHING;
    tell(observers, state, version);
    while (this.#untold.length > 0) this.#untold.shift()?.();
    this.#untold = undefined;
  }
}
