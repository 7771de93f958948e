import { Observable } from "rxjs";
import type { LostReason, OperationState } from "../lifecycle/operation-state.ts";
import type { Any } from "../protocol/any.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { ParentCondition, RawDelta } from "../tracking/parent-observer.ts";
import type { TrackedParent } from "../tracking/tracked-parent.ts";
import { createStateDecoder, type Decoders, type StateDecoder } from "./decode-state.ts";

/** Which operations of a parent are watched, and how they are read. */
export interface WatchAllOptions<R = Any, M = Any> extends Decoders<R, M> {
  /** AIP-160; what can be filtered on is the service's choice. */
  readonly filter?: string;
  /** @defaultValue 1 000; services may give fewer */
  readonly pageSize?: number;
}

/**
 * All operations of a parent now.
 *
 * `lost` ends a stream of states; subscribing again looks again.
 */
export type ParentState<R = Any, M = Any> = ParentFacts<R, M> &
  (
    | { readonly type: "watching" }
    | { readonly type: "lost"; readonly reason: LostReason; readonly error?: RpcError }
  );

/** What every state of a parent carries. */
export interface ParentFacts<R = Any, M = Any> {
  readonly parent: string;
  /** By name, in the order in which they were first seen. */
  readonly operations: ReadonlyMap<string, OperationState<R, M>>;
  /** Locations that could not be asked: operations there may be missing. */
  readonly unreachable: readonly string[];
  /** Why the latest look failed. Cleared by the next good one. */
  readonly pollError?: RpcError;
}

/** What has changed since the previous delta; the first has everything, and may be empty. */
export interface ParentDelta<R = Any, M = Any> {
  readonly changed: ReadonlyMap<string, OperationState<R, M>>;
  readonly removed: ReadonlySet<string>;
}

/**
 * The operations of a parent, live. Never errors; completes when contact is lost. What changes in one turn is told
 * together.
 *
 * An operation that ended stays while the list has it, or while it is among the latest thousand that the list
 * doesn't show any more; one that was deleted, or goes on but no longer fits the filter, is removed.
 */
export interface ParentWatch<R = Any, M = Any> extends Observable<ParentState<R, M>> {
  /** The same, as changes, for those who keep a table of their own. */
  readonly deltas: Observable<ParentDelta<R, M>>;

  /**
   * Looks now instead of at the next due time, such as after a call that started an operation.
   *
   * A look that is under way is followed by another, since it may have begun too early. Waits as long as the
   * service asked to wait. While nobody is subscribed nothing is requested; the next subscription looks at once.
   */
  refresh(): void;
}

/** A view of a tracked parent. */
export function createParentWatch<R, M>(
  tracked: TrackedParent,
  decoders: Decoders<R, M>,
): ParentWatch<R, M> {
  /** A stream of what each subscriber's own `read` makes of the changes; undefined isn't told. */
  const follow = <T>(reader: () => (delta: ParentDelta<R, M>, condition: ParentCondition) => T) =>
    new Observable<NonNullable<T>>((subscriber) => {
      const read = reader();
      // For each subscriber, since a decoder that isn't told what is removed keeps it.
      const decode = createDeltaDecoder(decoders);
      const parentChanged = (delta: RawDelta, condition: ParentCondition) => {
        const value = read(decode(delta), condition);
        if (value) subscriber.next(value);
        if (condition.lostBecause !== undefined) subscriber.complete();
      };
      subscriber.add(tracked.observe({ parentChanged }));
    });
  const deltas = follow(() => {
    let isFirst = true;
    return (delta, { pollError }) => {
      const isNews = delta.changed.size + delta.removed.size > 0;
      if (!isNews && (!isFirst || pollError)) return undefined;
      isFirst = false;
      return delta;
    };
  });
  const states = follow(() => {
    let operations: ReadonlyMap<string, OperationState<R, M>> = new Map();
    return (delta, condition) => {
      operations = applied(operations, delta);
      return describe(tracked.name, operations, condition);
    };
  });
  return Object.assign(states, { deltas, refresh: () => tracked.refresh() });
}

function applied<R, M>(
  operations: ReadonlyMap<string, OperationState<R, M>>,
  { changed, removed }: ParentDelta<R, M>,
): ReadonlyMap<string, OperationState<R, M>> {
  if (changed.size + removed.size === 0) return operations;
  const next = new Map(operations);
  for (const [name, state] of changed) next.set(name, state);
  for (const name of removed) next.delete(name);
  return next;
}

function describe<R, M>(
  parent: string,
  operations: ReadonlyMap<string, OperationState<R, M>>,
  { lostBecause, pollError, unreachable }: ParentCondition,
): ParentState<R, M> {
  const facts = { parent, operations, unreachable, ...(pollError && { pollError }) };
  if (lostBecause === undefined) return { ...facts, type: "watching" };
  return { ...facts, type: "lost", reason: lostBecause, ...(pollError && { error: pollError }) };
}

function createDeltaDecoder<R, M>(
  decoders: Decoders<R, M>,
): (delta: RawDelta) => ParentDelta<R, M> {
  // Without decoders R and M are Any, which is what was tracked.
  if (!decoders.response && !decoders.metadata) return (delta) => delta as ParentDelta<R, M>;
  const byName = new Map<string, StateDecoder<R, M>>();
  return ({ changed, removed }) => {
    const decoded = new Map<string, OperationState<R, M>>();
    for (const [name, raw] of changed) {
      const decoder = byName.get(name) ?? createStateDecoder(decoders);
      byName.set(name, decoder);
      decoded.set(name, decoder.state(raw));
    }
    for (const name of removed) byName.delete(name);
    return { changed: decoded, removed };
  };
}
