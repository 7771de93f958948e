import type { Database } from "./database.ts";

/**
 * What happened, for other processes that want to know soon: a queue has a job, an operation is to be cancelled, an
 * operation has ended or was deleted. The subject is the queue or the operation's id.
 */
export type Hint = readonly [kind: "queued" | "cancelled" | "ended", subject: string];

/**
 * Tells hints, to this process at once and to the others by NOTIFY, together with those that came meanwhile.
 *
 * A hint may get lost: what it tells is already stored, and every process looks for it regularly.
 */
export class Hints {
  readonly #database: Database;
  readonly #onHint: (hint: Hint) => void;
  /** Each payload begins with it, so that this process isn't told twice. */
  readonly #sender = crypto.randomUUID();
  readonly #pending = new Set<string>();
  #sending: Promise<void> | undefined;
  #closed = false;

  constructor(database: Database, onHint: (hint: Hint) => void) {
    this.#database = database;
    this.#onHint = onHint;
  }

  tell(...hint: Hint): void {
    this.#onHint(hint);
    if (!this.#database.notifies || this.#closed) return;
    this.#pending.add([this.#sender, ...hint].join(" "));
    this.#sending ??= this.#send();
  }

  /** Takes a hint from another process. */
  readonly take = (payload: string): void => {
    const [sender, kind, subject = ""] = payload.split(" ");
    if (sender === this.#sender) return;
    if (kind === "queued" || kind === "cancelled" || kind === "ended")
      this.#onHint([kind, subject]);
  };

  /** Tells the others nothing more; resolves when all hints have been sent. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#sending;
  }

  async #send(): Promise<void> {
    while (this.#pending.size > 0) {
      const payloads = [...this.#pending];
      this.#pending.clear();
      await this.#database.notify(payloads);
    }
    this.#sending = undefined;
  }
}
