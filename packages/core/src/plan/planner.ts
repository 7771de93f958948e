import { WeakNames } from "../collections/weak-names.ts";
import type { LookPlanner } from "../looks/look-context.ts";
import type { LookWay } from "../looks/request.ts";
import { atLeast } from "../polling/at-least.ts";
import { type Standing, Trial } from "../polling/trial.ts";
import { Code } from "../protocol/code.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import { ParentLooks } from "./parent-looks.ts";
import type { PlanContext } from "./plan-context.ts";
import type { PlannedOperation, SharedLooks } from "./planned-operation.ts";

/** The ways in which a watcher may look at its operations. */
export interface PlanOptions {
  /**
   * `list` shows many operations of a parent at once, `wait` shows the ends of a few as they happen, and `get` is
   * there whenever the others aren't.
   *
   * @defaultValue all that the service is known to have; get and list where that isn't known
   */
  readonly ways?: readonly LookWay[];
  /**
   * While no more than this are watched, they are looked at by wait: one held request for each.
   *
   * @defaultValue 4 in browsers, which have few connections; else 64
   */
  readonly maxHeld?: number;
}

/** How a watcher looks at its operations now. */
export interface Plan {
  /** Whether wait is in use; undefined where it isn't an option. */
  readonly wait: Standing | undefined;
  /** Whether list is in use, for each parent with an operation that is watched or remembered. */
  readonly lists: ReadonlyMap<string, Standing>;
}

/** Chooses the way of each look. What is due in the same turn is planned together. */
export class Planner implements LookPlanner {
  /** How many operations and parents are being looked at. */
  watched = 0;
  readonly #context: PlanContext;
  readonly #maxHeld: number;
  readonly #waits: Trial | undefined;
  /** Held by their operations. */
  readonly #lists: WeakNames<ParentLooks> | undefined;
  #due: PlannedOperation[] = [];

  /** @throws RangeError when an option isn't a count, TypeError for an unknown way. */
  constructor(context: PlanContext, options: PlanOptions) {
    const { ways = ["get", "list", "wait"], maxHeld = isBrowser() ? 4 : 64 } = options;
    atLeast("plan.maxHeld", maxHeld, 0);
    for (const way of ways) {
      if (!["get", "list", "wait"].includes(way)) {
        throw new TypeError(`plan.ways takes "get", "list" and "wait", not ${String(way)}`);
      }
    }
    const { listParent, methods } = context.operations;
    const mayList = ways.includes("list") && listParent !== undefined;
    this.#context = context;
    this.#maxHeld = maxHeld;
    this.#lists = mayList && methods?.has("list") !== false ? new WeakNames() : undefined;
    // Where nothing is known of wait, it is tried only if `ways` names it: a missing method costs a request.
    const mayWait = methods ? methods.has("wait") : options.ways !== undefined;
    this.#waits = mayWait && ways.includes("wait") ? new Trial() : undefined;
  }

  get plan(): Plan {
    const lists = new Map<string, Standing>();
    this.#lists?.forEach(({ standing }, parent) => void lists.set(parent, standing));
    return { wait: this.#waits?.standing, lists };
  }

  /** A look at the operation is due. */
  add(operation: PlannedOperation): void {
    this.#due.push(operation);
    if (this.#due.length === 1) void Promise.resolve().then(() => this.#decide());
  }

  /** Where the operation is listed, if looking there is an option. */
  listOf(name: string): ParentLooks | undefined {
    const parent = this.#lists && this.#parentOf(name);
    return parent === undefined
      ? undefined
      : this.#lists?.findOrMake(parent, () => new ParentLooks(parent, this.#context));
  }

  #parentOf(name: string): string | undefined {
    try {
      return this.#context.operations.listParent?.(name);
    } catch {
      // A name unlike others of its service: it is looked at by get.
      return undefined;
    }
  }

  /** A look by wait was answered. */
  waitAnswered(): void {
    this.#waits?.paid();
  }

  /** A look by wait has failed. */
  waitFailed(error: RpcError): void {
    // Requests that were held together fail together: that is one failure.
    if (this.#waits?.standing !== "used") return;
    if (error.code === Code.NOT_FOUND && !error.unrouted) return;
    const isRefused = error.code === Code.UNIMPLEMENTED || error.unrouted;
    const isDown = isRefused ? this.#waits.refused() : this.#waits.failed();
    if (isDown) this.#context.counters.downgrades += 1;
  }

  #decide(): void {
    const due = this.#due;
    this.#due = [];
    const lists = new Set<SharedLooks>();
    for (const operation of due) {
      if (!operation.isDue) continue;
      const byWait = this.#shouldWait(operation);
      const list = byWait ? undefined : operation.listed;
      if (list === undefined) operation.lookBy(byWait ? "wait" : "get");
      else if (list.add(operation) === 1) lists.add(list);
    }
    for (const list of lists) list.look();
  }

  /** An operation whose metadata is wanted is first seen by get, since a held answer may take long. */
  #shouldWait(operation: PlannedOperation): boolean {
    if (this.#waits === undefined || this.watched > this.#maxHeld) return false;
    return (operation.isSeen || !operation.wantsMetadata) && this.#waits.allows();
  }
}

function isBrowser(): boolean {
  return "document" in globalThis || "importScripts" in globalThis;
}
