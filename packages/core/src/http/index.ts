// The HTTP mapping of the protocol, shared by clients and servers.
export {
  type Answer,
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
export { type Body, describeBody } from "./describe-body.ts";
export {
  type ErrorBody,
  type ErrorResponse,
  formatErrorBody,
  readErrorResponse,
} from "./error-body.ts";
export { codeFromHttpStatus, httpStatusFromCode } from "./http-status.ts";
export { type PathTemplate, parsePathTemplate } from "./path-template.ts";
export { createRouter, type Route, type Router } from "./router.ts";
export {
  createTranscoder,
  type RequestFields,
  type TranscodedRequest,
  type Transcoder,
} from "./transcoder.ts";
