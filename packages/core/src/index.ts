// The protocol: google.longrunning and google.rpc as data.
export { type Any, anyTypeName } from "./protocol/any.ts";
export { Code, type CodeName, codeFromName, codeName } from "./protocol/code.ts";
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
export { parseStatus, type Status } from "./protocol/status.ts";
