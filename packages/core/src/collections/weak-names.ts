const SWEEP_AT_LEAST = 1024;

/** Items by name: as long as anybody holds one, it is the only one of its name. */
export class WeakNames<T extends object> {
  readonly #byName = new Map<string, T | WeakRef<T>>();
  #sweepAt = SWEEP_AT_LEAST;

  /** The item of this name, if anybody holds it. */
  find(name: string): T | undefined {
    const known = this.#byName.get(name);
    return known instanceof WeakRef ? known.deref() : known;
  }

  /** The item of this name, if it is held here and not let go. */
  held(name: string): T | undefined {
    const known = this.#byName.get(name);
    return known instanceof WeakRef ? undefined : known;
  }

  /** Calls `tell` for each item that anybody holds. */
  forEach(tell: (item: T, name: string) => void): void {
    for (const name of this.#byName.keys()) {
      const item = this.find(name);
      if (item !== undefined) tell(item, name);
    }
  }

  delete(name: string): void {
    this.#byName.delete(name);
  }

  /** Holds it until it is let go: while others hold it too, a weak reference costs more than it saves. */
  hold(name: string, item: T): void {
    this.#set(name, item);
  }

  /** The item of this name, made and held weakly if nobody holds one. */
  findOrMake(name: string, make: () => T): T {
    const known = this.find(name);
    if (known !== undefined) return known;
    const item = make();
    this.letGo(name, item);
    return item;
  }

  /** Holds it weakly from now on. */
  letGo(name: string, item: T): void {
    this.#set(name, new WeakRef(item));
  }

  #set(name: string, held: T | WeakRef<T>): void {
    if (this.#byName.size >= this.#sweepAt) this.#sweep();
    this.#byName.set(name, held);
  }

  #sweep(): void {
    for (const name of this.#byName.keys()) {
      if (this.find(name) === undefined) this.#byName.delete(name);
    }
    this.#sweepAt = Math.max(SWEEP_AT_LEAST, 2 * this.#byName.size);
  }
}
