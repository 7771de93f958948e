// For applications: watch, cancel and settle operations.
export type { CancellationOutcome } from "./lifecycle/cancellation-outcome.ts";
// For those who build their own streams, charts and machines.
export {
  type LifecycleEvent,
  type LifecycleMachine,
  type LifecycleValue,
  lifecycleMachine,
} from "./lifecycle/lifecycle-machine.ts";
export { isOperationError, OperationError } from "./lifecycle/operation-error.ts";
export type { LostReason, OperationFacts, OperationState } from "./lifecycle/operation-state.ts";
export type { Outcome } from "./lifecycle/outcome.ts";
export { type OperationReading, readOperation } from "./lifecycle/read-operation.ts";
export type { Tally, WatcherCounters } from "./looks/counters.ts";
export type { LookWay } from "./looks/request.ts";
export type { Plan, PlanOptions } from "./plan/planner.ts";
export type { BackoffOptions, BackoffPolicy } from "./polling/backoff.ts";
export type { BudgetOptions } from "./polling/budget.ts";
export {
  type ExponentialBackoff,
  type ExponentialBackoffOptions,
  exponentialBackoff,
} from "./polling/exponential-backoff.ts";
export { fromCall, type LookOptions, lookByGet } from "./polling/look.ts";
export { type ListLookOptions, type ListSight, lookByList } from "./polling/look-by-list.ts";
export { lookByWait } from "./polling/look-by-wait.ts";
export {
  type PollErrorPolicy,
  type PollErrorPolicyOptions,
  type PollFailure,
  type PollVerdict,
  pollErrorPolicy,
} from "./polling/poll-errors.ts";
export { Schedule, type Scheduled } from "./polling/schedule.ts";
export type { Standing } from "./polling/trial.ts";
// For everybody: the protocol as data.
// biome-ignore lint/performance/noReExportAll: all that the entry of its own has, in one list
export * from "./protocol/index.ts";
export type { Decoders } from "./watch/decode-state.ts";
export type { Decoder } from "./watch/decoder.ts";
export type {
  ParentDelta,
  ParentFacts,
  ParentState,
  ParentWatch,
  WatchAllOptions,
} from "./watch/parent-watch.ts";
export type { WaitOptions, Watch, WatchOptions } from "./watch/watch.ts";
export type { WatchTarget } from "./watch/watch-target.ts";
export type { DeadlineToken, WatchToken } from "./watch/watch-token.ts";
export { createWatcher, type Watcher } from "./watcher/create-watcher.ts";
export type { WatcherOptions } from "./watcher/watcher-options.ts";
export {
  type OperationLogic,
  type OperationSnapshot,
  operationLogic,
} from "./xstate/operation-logic.ts";
