import type { Operations } from "../protocol/operations.ts";
import { TrackedOperation } from "./tracked-operation.ts";
import { createWatcherContext, type WatcherContext } from "./watcher-context.ts";
import { type WatcherOptions, watcherSettings } from "./watcher-options.ts";

const SWEEP_AT_LEAST = 1024;

/**
 * The operations of a watcher by name: as long as anybody holds one, it is the only one of its name.
 *
 * Holds them weakly, and the latest `remember` that nobody watches any more strongly.
 */
export class KnownNames {
  readonly #context: WatcherContext;
  readonly #byName = new Map<string, WeakRef<TrackedOperation>>();
  readonly #recent = new Map<string, object>();
  #sweepAt = SWEEP_AT_LEAST;

  constructor(operations: Operations, options: WatcherOptions) {
    const settings = watcherSettings(options);
    this.#context = createWatcherContext(operations, settings, (operation) => {
      this.#recent.delete(operation.name);
      this.#recent.set(operation.name, operation);
      const oldest = this.#recent.keys().next();
      if (this.#recent.size > settings.remember && !oldest.done) this.#recent.delete(oldest.value);
    });
  }

  get context(): WatcherContext {
    return this.#context;
  }

  /** The operation of this name. One without a name was born done and is shared with nobody. */
  get(name: string): TrackedOperation {
    const known = this.#byName.get(name)?.deref();
    if (known !== undefined) return known;
    const operation = new TrackedOperation(name, this.#context);
    if (name === "") return operation;
    if (this.#byName.size >= this.#sweepAt) this.#sweep();
    this.#byName.set(name, new WeakRef(operation));
    return operation;
  }

  #sweep(): void {
    for (const [name, reference] of this.#byName) {
      if (reference.deref() === undefined) this.#byName.delete(name);
    }
    this.#sweepAt = Math.max(SWEEP_AT_LEAST, 2 * this.#byName.size);
  }
}
