import { all, type Few, withOne, withoutOne } from "../collections/few.ts";
import type { OperationState } from "../lifecycle/operation-state.ts";
import { isActive, isCurious, type StateObserver } from "./state-observer.ts";

/** A queue with nothing to tell. Never filled. */
const NOTHING: (() => void)[] = [];

/**
 * Something that is observed: knows what its observers want, and tells them its states in order.
 *
 * Operations extend this instead of holding one, since there may be a hundred thousand of them.
 */
export class Observed {
  /** Somebody wants it looked at. */
  isObserved = false;
  /** Somebody wants it looked at for more than the outcome. */
  wantsMetadata = false;
  #observers: Few<StateObserver>;
  #untold: (() => void)[] | undefined;

  get isInUse(): boolean {
    return this.#observers !== undefined;
  }

  /** Somebody listens without causing looks. */
  get hasListener(): boolean {
    return !all(this.#observers).every(isActive);
  }

  /** What observers want may have changed. */
  reconsider(): void {
    const observers = all(this.#observers);
    this.isObserved = observers.some(isActive);
    this.wantsMetadata = observers.some(isCurious);
  }

  protected add(observer: StateObserver): void {
    this.#observers = withOne(this.#observers, observer);
    this.reconsider();
  }

  protected remove(observer: StateObserver): void {
    this.#observers = withoutOne(this.#observers, observer);
    this.reconsider();
  }

  /** Tells a state to the current observers. One that comes while another is told is told after it. */
  protected announce(state: OperationState | undefined, version: number): void {
    const observers = all(this.#observers);
    if (this.#untold === undefined) {
      this.#untold = NOTHING;
      tell(observers, state, version);
      while (this.#untold.length > 0) this.#untold.shift()?.();
      this.#untold = undefined;
    } else {
      if (this.#untold === NOTHING) this.#untold = [];
      this.#untold.push(() => tell(observers, state, version));
    }
  }
}

function tell(
  observers: readonly StateObserver[],
  state: OperationState | undefined,
  version: number,
): void {
  for (const observer of observers) observer.changed(state, version);
}
