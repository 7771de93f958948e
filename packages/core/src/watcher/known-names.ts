import { WeakNames } from "../collections/weak-names.ts";
import type { Operations } from "../protocol/operations.ts";
import { type OperationContext, TrackedOperation } from "../tracking/tracked-operation.ts";
import { type ParentRequest, TrackedParent } from "../tracking/tracked-parent.ts";
import type { TrackedNames } from "../watch/view-source.ts";
import { createWatcherContext } from "./watcher-context.ts";
import { type WatcherOptions, watcherSettings } from "./watcher-options.ts";

/**
 * The operations and parents of a watcher by name: as long as anybody holds one, it is the only one of its name.
 *
 * Holds operations that are observed, and the latest `remember` that aren't any more. The rest it holds weakly, but
 * forgets those that have ended.
 */
export class KnownNames implements TrackedNames {
  readonly context: OperationContext;
  readonly #operations = new WeakNames<TrackedOperation>();
  readonly #parents = new WeakNames<TrackedParent>();
  readonly #recent = new Map<string, TrackedOperation>();
  /** Made in this turn: whoever asked for them may be about to observe them. */
  #fresh: TrackedOperation[] = [];

  constructor(operations: Operations, options: WatcherOptions) {
    const settings = watcherSettings(options);
    this.context = createWatcherContext(operations, settings, {
      inUse: (name) => this.#operations.held(name),
      hold: (operation) => {
        const known = this.#operations.find(operation.name) ?? operation;
        // One that has ended may have been forgotten, and there may be another one of its name now.
        if (known === operation) this.#operations.hold(operation.name, operation);
      },
      remember: (operation) => {
        if (this.#operations.find(operation.name) !== operation) return;
        this.#recent.delete(operation.name);
        this.#recent.set(operation.name, operation);
        if (this.#recent.size > settings.remember) this.#forgetOldest();
      },
    });
  }

  /** The operation of this name, if anybody holds it. */
  known(name: string): TrackedOperation | undefined {
    return this.#operations.find(name);
  }

  /** The operation of this name. One without a name was born done and is shared with nobody. */
  operation(name: string): TrackedOperation {
    const known = name === "" ? undefined : this.#operations.find(name);
    if (known !== undefined) return known;
    const operation = new TrackedOperation(name, this.context);
    this.#operations.hold(name, operation);
    if (this.#fresh.push(operation) === 1) void Promise.resolve().then(() => this.#settle());
    return operation;
  }

  /** The parent that these operations belong to, with this filter. */
  parent(request: ParentRequest): TrackedParent {
    const key = JSON.stringify([request.name, request.filter, request.pageSize]);
    return this.#parents.findOrMake(
      key,
      () => new TrackedParent(request, this.context, (name) => this.operation(name)),
    );
  }

  #settle(): void {
    for (const operation of this.#fresh) this.#letGo(operation);
    this.#fresh = [];
  }

  #forgetOldest(): void {
    for (const [name, operation] of this.#recent) {
      this.#recent.delete(name);
      this.#letGo(operation);
      return;
    }
  }

  /** One that has ended needs no place: it is the same for whoever asks for it. */
  #letGo(operation: TrackedOperation): void {
    const { isInUse, name, outcome } = operation;
    if (isInUse || this.#recent.has(name)) return;
    if (outcome === undefined) this.#operations.letGo(name, operation);
    else if (this.#operations.find(name) === operation) this.#operations.delete(name);
  }
}
