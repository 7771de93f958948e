// The protocol as data, for transports, engines and decorators that need neither the watcher nor RxJS.
export { type Any, anyTypeName } from "./any.ts";
export { Code, type CodeName, codeFromName, codeName } from "./code.ts";
export { formatDuration, parseDuration } from "./duration.ts";
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
} from "./error-details.ts";
export type { Operation } from "./operation.ts";
export { operationNameProblem } from "./operation-name.ts";
export type {
  CallOptions,
  ListOperationsRequest,
  ListOperationsResponse,
  MetadataReading,
  OperationRequest,
  Operations,
  OperationsMethod,
  WaitOperationRequest,
} from "./operations.ts";
export { isRpcError, RpcError, type RpcErrorOptions } from "./rpc-error.ts";
export type { Status } from "./status.ts";
export { parseStatus } from "./status.ts";
export { messageOf } from "./thrown.ts";
