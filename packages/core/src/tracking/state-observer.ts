import type { OperationState } from "../lifecycle/operation-state.ts";

/** Is told each new state of a tracked operation, in order. */
export interface StateObserver {
  /** `version` grows with each call; `state` is undefined as long as nothing is known. */
  changed(state: OperationState | undefined, version: number): void;
  /** Only the outcome is of interest: the service may leave out everything else. */
  readonly wantsOutcomeOnly?: boolean;
  /** It listens without causing looks. */
  readonly isPassive?: boolean;
}

/** Whether an observer causes looks. */
export function isActive({ isPassive }: StateObserver): boolean {
  return !isPassive;
}

/** Whether an observer causes looks for more than the outcome. */
export function isCurious({ isPassive, wantsOutcomeOnly }: StateObserver): boolean {
  return !isPassive && !wantsOutcomeOnly;
}
