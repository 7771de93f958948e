import type { Operations } from "../protocol/operations.ts";
import { TrackedOperation } from "./tracked-operation.ts";
import { type ParentRequest, TrackedParent } from "./tracked-parent.ts";
import { createWatcherContext, type WatcherContext } from "./watcher-context.ts";
import { type WatcherOptions, watcherSettings } from "./watcher-options.ts";
import { WeakNames } from "./weak-names.ts";

/**
 * The operations and parents of a watcher by name: as long as anybody holds one, it is the only one of its name.
 *
 * Holds them weakly, and the latest `remember` operations that nobody watches any more strongly.
 */
export class KnownNames {
  readonly context: WatcherContext;
  readonly #operations = new WeakNames<TrackedOperation>();
  readonly #parents = new WeakNames<TrackedParent>();
  readonly #recent = new Map<string, object>();

  constructor(operations: Operations, options: WatcherOptions) {
    const settings = watcherSettings(options);
    this.context = createWatcherContext(operations, settings, (operation) => {
      this.#recent.delete(operation.name);
      this.#recent.set(operation.name, operation);
      const oldest = this.#recent.keys().next();
      if (this.#recent.size > settings.remember && !oldest.done) this.#recent.delete(oldest.value);
    });
  }

  /** The operation of this name. One without a name was born done and is shared with nobody. */
  operation(name: string): TrackedOperation {
    const create = () => new TrackedOperation(name, this.context);
    return name === "" ? create() : this.#operations.get(name, create);
  }

  /** The parent that these operations belong to, with this filter. */
  parent(request: ParentRequest): TrackedParent {
    const key = JSON.stringify([request.name, request.filter, request.pageSize]);
    const create = () => new TrackedParent(request, this.context, (name) => this.operation(name));
    return this.#parents.get(key, create);
  }
}
