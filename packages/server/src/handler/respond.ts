import { Code, RpcError } from "@rx-lro/core";
import { formatErrorBody } from "@rx-lro/core/http";
import { FastResponse } from "srvx";

/** What is answered, as data: a response is made of it once all of its headers are known. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The response of a reply, with some more headers. */
export function toResponse({ status, headers, body }: Reply, more?: Reply["headers"]): Response {
  return new FastResponse(body, { status, headers: { ...headers, ...more } });
}

/** A JSON answer. Nothing here may be kept by a cache: the next look can differ. */
export function jsonReply(json: unknown, status = 200, headers: Reply["headers"] = {}): Reply {
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
    body: JSON.stringify(json),
  };
}

/** An error as AIP-193 writes it; one of a relayed service that had no such route stays one. */
export function errorReply(error: RpcError): Reply {
  if (error.unrouted) return unroutedReply(error.httpStatus ?? 404, error.rawMessage);
  if (isRedirect(error)) {
    // Where a relayed service wanted to lead is its server's business.
    return errorReply(new RpcError(error.code, "the service behind this one has moved"));
  }
  // An error on HTTP 2xx would be read as an operation; OK is no error that can be told.
  const told = error.code === Code.OK ? new RpcError(Code.UNKNOWN, error.rawMessage) : error;
  const body = formatErrorBody(told);
  const { retryDelayMs } = error;
  const headers = {
    ...(retryDelayMs !== undefined && { "retry-after": String(Math.ceil(retryDelayMs / 1000)) }),
    ...(error.code === Code.UNAUTHENTICATED && { "www-authenticate": "Bearer" }),
  };
  try {
    return jsonReply(body, body.error.code, headers);
  } catch {
    // Its details aren't JSON.
    const bare = { error: { ...body.error, details: [] } };
    return jsonReply(bare, body.error.code, headers);
  }
}

function isRedirect({ httpStatus = 0 }: RpcError): boolean {
  return httpStatus >= 300 && httpStatus < 400;
}

/**
 * An answer that none of the service's methods gave: an error without `status`, so that clients tell a route
 * that isn't there from an operation that isn't there.
 */
export function unroutedReply(
  status: number,
  message: string,
  headers: Reply["headers"] = {},
): Reply {
  return jsonReply({ error: { code: status, message } }, status, headers);
}
