import type { Timetable } from "../looks/resting-place.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";

/** An operation whose looks are planned: what the planner goes by, and what it tells the operation to do. */
export interface PlannedOperation {
  readonly name: string;
  /** It is time for a look, and none has begun. */
  readonly isDue: boolean;
  readonly isSeen: boolean;
  /** Somebody wants more than the outcome. */
  readonly wantsMetadata: boolean;
  /** Where it may be looked at together with others. */
  readonly listed: SharedLooks | undefined;
  /** Begins the look that is due. */
  lookBy(way: "get" | "wait"): void;
  /** Takes a row of a list. Returns whether that spares the operation a look for now. */
  listedAs(row: Operation, sighting: ListSighting): boolean;
  /** Takes the answer of a get that wasn't one of its own looks, but came when one was due. */
  shown(operation: Operation, asked: number): void;
  /** Takes the failure of a shared look: it counts as one of its own if one was due. */
  missed(error: RpcError, timetable?: Timetable): void;
}

/** Looks at many operations at a time. */
export interface SharedLooks {
  /** Takes one more that is due, for the next look. Returns how many there are. */
  add(operation: PlannedOperation): number;
  /** Looks at what is due. */
  look(): void;
  /** An operation that is due isn't wanted any more. */
  left(): void;
}

/** How a list shows operations. */
export interface ListSighting {
  readonly asked: number;
  /** When the look began. */
  readonly at: number;
  /** Rows come without metadata. */
  readonly isPartial: boolean;
  /** It may be looked at by itself when its end is likely. */
  readonly mayGuess: boolean;
  /** Where the next looks rest. */
  readonly timetable: Timetable;
}
