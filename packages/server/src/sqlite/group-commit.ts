/**
 * Collects values until the turn of the event loop ends, and writes them in one transaction, so that a hundred calls
 * wait for one fsync.
 *
 * When that fails, each value is written in a transaction of its own: a value that can't be stored fails alone. When
 * the transaction can't even begin, as when another program writes, all of them fail.
 */
export class GroupCommit<T> {
  readonly #transaction: (write: () => void) => void;
  readonly #pending = new Map<string, Pending<T>>();
  #flushes: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;

  /** `transaction` runs what it is given in one transaction, or throws and leaves nothing behind. */
  constructor(transaction: (write: () => void) => void) {
    this.#transaction = transaction;
  }

  /** Writes a value at the end of this turn; resolves when it is committed. */
  async add(key: string, value: T, write: (value: T) => void): Promise<void> {
    const pending = this.#put(key, value, write);
    await this.flush();
    if (pending.refusal !== undefined) throw pending.refusal.reason;
  }

  /** Writes a value with the next commit, whenever that is. */
  note(key: string, value: T, write: (value: T) => void): void {
    this.#put(key, value, write);
  }

  /** Resolves at the end of this turn, when nothing is pending any more. */
  flush(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve();
    this.#turn ??= setImmediate(this.commit);
    return new Promise((resolve) => this.#flushes.push(resolve));
  }

  /** Writes what is pending now. */
  readonly commit = (): void => {
    this.#turn = undefined;
    const pending = [...this.#pending.values()];
    const flushes = this.#flushes;
    this.#pending.clear();
    this.#flushes = [];
    if (pending.length > 0) this.#write(pending);
    for (const resolve of flushes) resolve();
  };

  #write(pending: readonly Pending<T>[]): void {
    let begun = false;
    try {
      this.#transaction(() => {
        begun = true;
        for (const { value, write } of pending) write(value);
      });
    } catch (reason) {
      if (begun && pending.length > 1) for (const one of pending) this.#write([one]);
      else for (const one of pending) one.refusal = { reason };
    }
  }

  // A pending key keeps its place and its way to write: an insertion inserts the latest value.
  #put(key: string, value: T, write: (value: T) => void): Pending<T> {
    const pending = this.#pending.get(key) ?? { value, write };
    pending.value = value;
    this.#pending.set(key, pending);
    return pending;
  }
}

interface Pending<T> {
  value: T;
  readonly write: (value: T) => void;
  /** Why it couldn't be written. */
  refusal?: { readonly reason: unknown };
}
