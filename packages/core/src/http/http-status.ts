import { Code, type CodeName } from "../protocol/code.ts";

const STATUS_OF_CODE: Readonly<Record<CodeName, number>> = {
  OK: 200,
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DATA_LOSS: 500,
  UNAUTHENTICATED: 401,
};

const CODE_OF_STATUS: Readonly<Record<number, Code>> = {
  401: Code.UNAUTHENTICATED,
  403: Code.PERMISSION_DENIED,
  404: Code.NOT_FOUND,
  405: Code.UNIMPLEMENTED,
  408: Code.DEADLINE_EXCEEDED,
  409: Code.ABORTED,
  410: Code.NOT_FOUND,
  412: Code.FAILED_PRECONDITION,
  416: Code.OUT_OF_RANGE,
  429: Code.RESOURCE_EXHAUSTED,
  499: Code.CANCELLED,
  501: Code.UNIMPLEMENTED,
  502: Code.UNAVAILABLE,
  503: Code.UNAVAILABLE,
  504: Code.DEADLINE_EXCEEDED,
};

/** The HTTP status of a code, as google/rpc/code.proto maps it; 500 for a number that isn't one. */
export function httpStatusFromCode(code: number): number {
  const name = Object.entries(Code).find(([, value]) => value === code)?.[0];
  return name === undefined ? 500 : STATUS_OF_CODE[name as CodeName];
}

/**
 * The code that an HTTP status stands for when the answer doesn't name one.
 *
 * Several codes share a status; the one that promises least is taken. Other 4xx are INVALID_ARGUMENT, other
 * 5xx INTERNAL, redirects and the rest UNKNOWN.
 */
export function codeFromHttpStatus(status: number): Code {
  const code = CODE_OF_STATUS[status];
  if (code !== undefined) return code;
  if (status >= 200 && status < 300) return Code.OK;
  if (status >= 400 && status < 500) return Code.INVALID_ARGUMENT;
  return status >= 500 && status < 600 ? Code.INTERNAL : Code.UNKNOWN;
}
