const SWEEP_AT_LEAST = 1024;

/** Things by name, held weakly: as long as anybody holds one, it is the only one of its name. */
export class WeakNames<T extends object> {
  readonly #byName = new Map<string, WeakRef<T>>();
  #sweepAt = SWEEP_AT_LEAST;

  /** The one of this name, made if there is none. */
  get(name: string, create: () => T): T {
    const known = this.#byName.get(name)?.deref();
    if (known !== undefined) return known;
    const created = create();
    if (this.#byName.size >= this.#sweepAt) this.#sweep();
    this.#byName.set(name, new WeakRef(created));
    return created;
  }

  #sweep(): void {
    for (const [name, reference] of this.#byName) {
      if (reference.deref() === undefined) this.#byName.delete(name);
    }
    this.#sweepAt = Math.max(SWEEP_AT_LEAST, 2 * this.#byName.size);
  }
}
