/** One answered request, as a plain object for a log such as pino's. Has no headers, no query and no body. */
export interface RequestLog {
  readonly requestId: string;
  readonly httpMethod: string;
  readonly path: string;
  /** What was called, such as `get`, and on what, as `authorize` is told; undefined when nothing was called. */
  readonly method?: string;
  readonly name?: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The name of the error's code, such as `NOT_FOUND`; undefined without an error. */
  readonly code?: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /**
   * A thrown error of which the client is told only the code: one that is no RpcError (INTERNAL), or a server error
   * with a cause. Named as in pino.
   */
  readonly err?: unknown;
}

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/** The id that the client gave the request, or a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id") ?? "";
  return REQUEST_ID.test(given) ? given : crypto.randomUUID();
}
