import type { Operation } from "@rx-lro/core";
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
    for (;;) {
      // Before the look, so that an end between the two isn't missed.
      const waiters = this.#enter(id);
      const left = end - performance.now();
      const held = hold(waiters, Math.max(0, left), signal);
      held.catch(() => undefined);
      try {
        const operation = await look();
        if (operation.done || left <= 0) return operation;
        await held;
      } finally {
        wake(waiters);
        this.#leave(id, waiters);
      }
    }
  }

  /** Lets those who wait for an operation look again. */
  wake(id: string): void {
    for (const waiters of this.#waiting.get(id) ?? []) wake(waiters);
  }

  wakeAll(): void {
    for (const id of this.ids) this.wake(id);
  }

  #enter(id: string): Waiters {
    const waiters: Waiters = new Set();
    const others = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, others.add(waiters));
    return waiters;
  }

  #leave(id: string, waiters: Waiters): void {
    const others = this.#waiting.get(id);
    others?.delete(waiters);
    if (others?.size === 0) this.#waiting.delete(id);
  }
}
