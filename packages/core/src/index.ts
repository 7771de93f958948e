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
export { type Any, anyTypeName } from "./protocol/any.ts";
export { Code, type CodeName, codeFromName, codeName } from "./protocol/code.ts";
// For authors of transports, engines and decorators.
export { formatDuration, parseDuration } from "./protocol/duration.ts";
export {
  type BadRequest,
  type DebugInfo,
  type ErrorDetails,
  type ErrorInfo,
  findDetail,
  type Help,
  type LocalizedMessage,
  type PreconditionFailure,
  type QuotaFailure,
  type RequestInfo,
  type ResourceInfo,
  type RetryInfo,
  retryDelayOf,
} from "./protocol/error-details.ts";
export type { Operation } from "./protocol/operation.ts";
export { operationNameProblem } from "./protocol/operation-name.ts";
export type {
  CallOptions,
  ListOperationsRequest,
  ListOperationsResponse,
  MetadataReading,
  OperationRequest,
  Operations,
  OperationsMethod,
  WaitOperationRequest,
} from "./protocol/operations.ts";
export { isRpcError, RpcError, type RpcErrorOptions } from "./protocol/rpc-error.ts";
export type { Status } from "./protocol/status.ts";
export { parseStatus } from "./protocol/status.ts";
export { messageOf } from "./protocol/thrown.ts";
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
