import { hold, type Waiters, wake } from "./hold.ts";

/** How long until storing is tried again, such as on a full disk or while the database is away. */
const RETRY_MS = 1_000;

/** Tries to store what a method left until it is stored, since there is no caller to refuse, or until it is abandoned. */
export class Retries {
  readonly #retry: Waiters = new Set();
  #abandoned = false;

  /** Stores nothing more. */
  abandon(): void {
    this.#abandoned = true;
    wake(this.#retry);
  }

  /** Calls `store` until it resolves; false when it was abandoned before. */
  async until(store: () => Promise<void>): Promise<boolean> {
    while (!this.#abandoned) {
      try {
        await store();
        return true;
      } catch {
        if (!this.#abandoned) await hold(this.#retry, RETRY_MS);
      }
    }
    return false;
  }
}
