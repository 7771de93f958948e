/**
 * Collects values until the turn of the event loop ends, and writes them in one transaction, so that a hundred calls
 * wait for one fsync.
 *
 * When that fails, each value is written in a transaction of its own: a value that can't be stored fails alone. When
 * the transaction can't even begin, as when another program writes, all of them fail.
 */
export class GroupCommit<T> {
  readonly #transaction: (write: () => void) => void;
  #pending = new Map<string, Pending<T>>();
  #flushes: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;

  /** `transaction` runs what it is given in one transaction, or throws and leaves nothing behind. */
  constructor(transaction: (write: () => void) => void) {
    this.#transaction = transaction;
  }

  /** Writes a value at the end of this turn; resolves when it is committed. */
  add(key: string, value: T, write: (value: T) => void): Promise<void> {
    const { callers } = this.#put(key, value, write);
    this.#schedule();
    return new Promise((resolve, reject) => callers.push({ resolve, reject }));
  }

  /** Writes a value with the next commit, whenever that is. */
  note(key: string, value: T, write: (value: T) => void): void {
    this.#put(key, value, write);
  }

  /** Resolves at the end of this turn, when nothing is pending any more. */
  flush(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve();
    this.#schedule();
    return new Promise((resolve) => this.#flushes.push(resolve));
  }

  /** Writes what is pending now. */
  readonly commit = (): void => {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    const pending = [...this.#pending.values()];
    const flushes = this.#flushes;
    this.#pending = new Map();
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
      settle(pending, ({ resolve }) => resolve());
    } catch (refusal) {
      if (begun && pending.length > 1) for (const one of pending) this.#write([one]);
      else settle(pending, ({ reject }) => reject(refusal));
    }
  }

  // A pending key keeps its place and its way to write: an insertion inserts the latest value.
  #put(key: string, value: T, write: (value: T) => void): Pending<T> {
    const known = this.#pending.get(key);
    if (known !== undefined) {
      known.value = value;
      return known;
    }
    const pending: Pending<T> = { value, write, callers: [] };
    this.#pending.set(key, pending);
    return pending;
  }

  #schedule(): void {
    this.#turn ??= setImmediate(this.commit);
  }
}

interface Called {
  readonly callers: Caller[];
}

interface Pending<T> extends Called {
  value: T;
  readonly write: (value: T) => void;
}

interface Caller {
  resolve(): void;
  reject(refusal: unknown): void;
}

function settle(pending: readonly Called[], how: (caller: Caller) => void): void {
  for (const { callers } of pending) for (const caller of callers) how(caller);
}
