import { nowMs } from "./clock.ts";
import type { OperationSet } from "./operation-set.ts";

/** Answers that are held until their operation ends or their time is over. */
export class HeldWaits {
  readonly #set: OperationSet;
  readonly #held = new Map<number, Set<() => void>>();

  constructor(set: OperationSet) {
    this.#set = set;
  }

  /** Calls `answer` when the operation has ended, or at `deadline` in ms of the clock. */
  hold(index: number, deadline: number, answer: () => void): void {
    const restMs = Math.min(this.#set.endsAt(index), deadline) - nowMs();
    if (restMs <= 0) {
      answer();
      return;
    }
    const held = this.#held.get(index) ?? new Set();
    this.#held.set(index, held);
    const lookAgain = () => {
      clearTimeout(timer);
      held.delete(lookAgain);
      this.hold(index, deadline, answer);
    };
    const timer = setTimeout(lookAgain, Math.ceil(restMs));
    held.add(lookAgain);
  }

  /** The operation's end has moved. */
  move(index: number): void {
    for (const lookAgain of [...(this.#held.get(index) ?? [])]) lookAgain();
  }
}
