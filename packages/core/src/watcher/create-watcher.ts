import type { WatcherCounters } from "../looks/counters.ts";
import type { Plan } from "../plan/planner.ts";
import { atLeast } from "../polling/at-least.ts";
import type { Any } from "../protocol/any.ts";
import { operationNameProblem } from "../protocol/operation-name.ts";
import type { Operations } from "../protocol/operations.ts";
import { deadlineOptions } from "../watch/deadline.ts";
import type { Decoders } from "../watch/decode-state.ts";
import { OperationView } from "../watch/operation-view.ts";
import {
  createParentWatch,
  type ParentWatch,
  type WatchAllOptions,
} from "../watch/parent-watch.ts";
import type { Watch, WatchOptions } from "../watch/watch.ts";
import type { WatchTarget } from "../watch/watch-target.ts";
import { readToken } from "../watch/watch-token.ts";
import { KnownNames } from "./known-names.ts";
import type { WatcherOptions } from "./watcher-options.ts";

/** Watches the operations of one service. Holds no timer and no connection of its own. */
export interface Watcher {
  /** What it watches through; use it for calls that need no watch, such as `deleteOperation`. */
  readonly operations: Operations;

  /**
   * A view of one operation. Requests nothing until somebody subscribes, waits or cancels.
   *
   * @throws TypeError for what can't be watched, RangeError for an invalid time. What is wrong with a promised
   * operation is told in its states instead.
   */
  watch<R = Any, M = Any>(target: WatchTarget, options?: WatchOptions<R, M>): Watch<R, M>;

  /**
   * All operations of a parent, such as `projects/p`, by its list: one loop of looks, however many watch it.
   * Requests nothing until somebody subscribes.
   *
   * @throws TypeError for an invalid parent, RangeError for an invalid page size.
   */
  watchAll<R = Any, M = Any>(parent: string, options?: WatchAllOptions<R, M>): ParentWatch<R, M>;

  /**
   * Goes on from where a watch was when its `toJSON()` was called, with its name, its deadline, and its request to
   * cancel, which is sent again if what came of it wasn't known.
   *
   * @throws TypeError for anything that isn't a token, or is one of another service or a later release.
   */
  resume<R = Any, M = Any>(token: unknown, decoders?: Decoders<R, M>): Watch<R, M>;

  /** How it looks at operations now. */
  readonly plan: Plan;

  /** What it has done so far: a copy. */
  readonly counters: WatcherCounters;
}

/**
 * Creates a watcher: one loop of looks per operation name, however many watch it.
 *
 * @throws RangeError when an option isn't a time or a count, TypeError for an unknown way to look.
 *
 * @example
 * ```ts
 * import { createWatcher, type Operations } from "@rx-lro/core";
 * async function settle(operations: Operations) {
 *   const watch = createWatcher(operations).watch("projects/p/operations/o");
 *   watch.states.subscribe((state) => state.type);
 *   return await watch.outcome();
 * }
 * ```
 */
export function createWatcher(operations: Operations, options: WatcherOptions = {}): Watcher {
  const names = new KnownNames(operations, options);
  const { counters, planner, scheduler } = names.context;
  return {
    operations,
    get plan() {
      return planner.plan;
    },
    get counters() {
      return counters.read();
    },
    resume(token, decoders = {}) {
      const { cancelling, deadline, name } = readToken(token, operations.service);
      const options = { ...decoders, ...deadlineOptions(deadline, scheduler.now()) };
      const watch = new OperationView(names, name, options);
      if (cancelling) watch.cancel();
      return watch;
    },
    watch: (target, watchOptions = {}) => new OperationView(names, target, watchOptions),
    watchAll(parent, { filter, pageSize = 1000, ...decoders } = {}) {
      const problem = parent === "" ? undefined : operationNameProblem(parent);
      if (problem !== undefined) throw new TypeError(`watchAll: ${problem}`);
      if (!Number.isInteger(pageSize))
        throw new RangeError(`pageSize must be whole, not ${pageSize}`);
      atLeast("pageSize", pageSize, 0);
      const tracked = names.parent({ name: parent, pageSize, ...(filter && { filter }) });
      return createParentWatch(tracked, decoders);
    },
  };
}
