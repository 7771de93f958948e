import { formatErrorBody } from "@rx-lro/core/http";
import { Code, RpcError } from "@rx-lro/core/protocol";
import { FastResponse } from "srvx";

/** An answer as data: it becomes a response once all of its headers are known. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The response of a reply, with some more headers. */
export function toResponse({ status, headers, body }: Reply, more?: Reply["headers"]): Response {
  return new FastResponse(body, { status, headers: { ...headers, ...more } });
}

/** A JSON answer. No cache may keep it, since the next look can differ. */
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

/** An error as AIP-193 writes it; an `unrouted` one of a relayed service stays unrouted. */
export function errorReply(error: RpcError): Reply {
  if (error.unrouted) return unroutedReply(error.httpStatus ?? 404, error.rawMessage);
  if (isRedirect(error)) {
    // Clients aren't told where a relayed service redirects to.
    return errorReply(new RpcError(error.code, "the service behind this one has moved"));
  }
  // An error with HTTP 2xx would be read as an operation, so OK is sent as UNKNOWN.
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
 * An answer that none of the service's methods gave: an error without `status`, so that clients can tell a missing
 * route from a missing operation.
 */
export function unroutedReply(
  status: number,
  message: string,
  headers: Reply["headers"] = {},
): Reply {
  return jsonReply({ error: { code: status, message } }, status, headers);
}
