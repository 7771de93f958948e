import type { Operation } from "@rx-lro/core/protocol";
import type { Hold } from "../engine/backend.ts";
import { hold, type Waiters, wake } from "../engine/hold.ts";

/** The waiters for the ends of operations, by the operation's id. */
export class Waits {
  readonly #waiting = new Map<string, Set<Waiters>>();

  /** The operations that somebody waits for. */
  get ids(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /** Looks, and again when woken, until the operation is done or the time is over; returns the last look. */
  async until(
    id: string,
    { ms, signal }: Hold,
    look: () => Promise<Operation>,
  ): Promise<Operation> {
    const end = performance.now() + ms;
    const waiters: Waiters = new Set();
    const all = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, all.add(waiters));
    try {
      for (;;) {
        const left = end - performance.now();
        // Before the look, so that an end between the two isn't missed.
        const held = hold(waiters, Math.max(0, left), signal);
        held.catch(() => undefined);
        const operation = await look();
        if (operation.done || left <= 0) return operation;
        await held;
      }
    } finally {
      wake(waiters);
      all.delete(waiters);
      if (all.size === 0) this.#waiting.delete(id);
    }
  }

  /** Lets those who wait for an operation look again. */
  wake(id: string): void {
    for (const waiters of this.#waiting.get(id) ?? []) wake(waiters);
  }

  wakeAll(): void {
    for (const id of this.ids) this.wake(id);
  }
}
