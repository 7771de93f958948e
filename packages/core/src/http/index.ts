// The HTTP mapping of the protocol, shared by clients and servers.
export type { Answer } from "./answer.ts";
export {
  checkEmptyAnswer,
  readListAnswer,
  readOperationAnswer,
} from "./answer-body.ts";
export {
  type HttpBinding,
  type OperationsBindings,
  type StandardBindingsOptions,
  standardBindings,
} from "./bindings.ts";
export { quotesBody } from "./describe-body.ts";
export {
  type ErrorBody,
  formatErrorBody,
  readErrorResponse,
} from "./error-body.ts";
export { codeFromHttpStatus, httpStatusFromCode } from "./http-status.ts";
export { type PathTemplate, parsePathTemplate } from "./path-template.ts";
export {
  createRequestEncoder,
  type EncodedRequest,
  type RequestEncoder,
  type RequestFields,
} from "./request-encoder.ts";
export { createRouter, type Route, type Router } from "./router.ts";
