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

/**
 * One digit stands for all other statuses that begin with it.
 *
 * Numbers of google.rpc.Code, since names would make every client larger.
 */
const CODE_OF_STATUS: Readonly<Record<number, Code>> = {
  2: 0, // OK
  3: 9, // FAILED_PRECONDITION
  4: 3, // INVALID_ARGUMENT
  5: 13, // INTERNAL
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 5, // NOT_FOUND
  405: 12, // UNIMPLEMENTED
  408: 4, // DEADLINE_EXCEEDED
  409: 10, // ABORTED
  410: 5, // NOT_FOUND
  412: 9, // FAILED_PRECONDITION
  416: 11, // OUT_OF_RANGE
  429: 8, // RESOURCE_EXHAUSTED
  499: 1, // CANCELLED
  501: 12, // UNIMPLEMENTED
  502: 14, // UNAVAILABLE
  503: 14, // UNAVAILABLE
  504: 4, // DEADLINE_EXCEEDED
};

/** The HTTP status of a code, as google/rpc/code.proto maps it; 500 for a number that isn't one. */
export function httpStatusFromCode(code: number): number {
  const name = Object.entries(Code).find(([, value]) => value === code)?.[0];
  return name === undefined ? 500 : STATUS_OF_CODE[name as CodeName];
}

/**
 * The code that an HTTP status stands for when the answer doesn't name one.
 *
 * Several codes share a status; the one that promises least is taken. Redirects are FAILED_PRECONDITION, other
 * 4xx INVALID_ARGUMENT, other 5xx INTERNAL, and the rest UNKNOWN.
 */
export function codeFromHttpStatus(status: number): Code {
  return CODE_OF_STATUS[status] ?? CODE_OF_STATUS[Math.trunc(status / 100)] ?? Code.UNKNOWN;
}
