// Engines: operations that can be started.
export type { Engine, StartOptions } from "./engine/engine.ts";
export type { DurableEngineOptions, EngineOptions } from "./engine/engine-options.ts";
export { createMemoryEngine, type MemoryEngineOptions } from "./engine/memory-engine.ts";
export type {
  InputOf,
  Method,
  MethodContext,
  MethodDefinition,
  MethodHandler,
  Methods,
  MethodsWith,
} from "./engine/method.ts";
export {
  defaultMetadata,
  type EngineFacts,
  readDefaultMetadata,
} from "./engine/operation-metadata.ts";
// Filters, for engines and Operations of your own.
export type { Comparison, ComparisonOperator, Filter } from "./filter/filter.ts";
export { matchesFilter } from "./filter/matches-filter.ts";
export { parseFilter } from "./filter/parse-filter.ts";
export type { OperationsHandler } from "./handler/answer-requests.ts";
// Serving: any Operations over HTTP.
export type { OperationsCall } from "./handler/call-operations.ts";
export {
  createOpenApi,
  type OpenApiDocument,
  type OpenApiOptions,
} from "./handler/open-api.ts";
export { createOperationsHandler } from "./handler/operations-handler.ts";
export type { OperationsHandlerOptions } from "./handler/operations-handler-options.ts";
export type { RequestLog } from "./handler/request-log.ts";
export { type CorsOptions, withCors } from "./handler/with-cors.ts";
export type { JsonOf } from "./json.ts";
export { type Restriction, restrictOperations } from "./relay/restrict-operations.ts";
