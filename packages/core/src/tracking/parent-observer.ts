import type { LostReason, OperationState } from "../lifecycle/operation-state.ts";
import type { RpcError } from "../protocol/rpc-error.ts";

/** What is known of a parent besides its operations. */
export interface ParentCondition {
  readonly unreachable: readonly string[];
  readonly pollError?: RpcError;
  readonly lostBecause?: LostReason | undefined;
}

/** What has changed among the operations of a parent. */
export interface RawDelta {
  readonly changed: ReadonlyMap<string, OperationState>;
  readonly removed: ReadonlySet<string>;
}

/** Is told each change. */
export interface ParentObserver {
  parentChanged(delta: RawDelta, condition: ParentCondition): void;
}
