import { Code, RpcError } from "@rx-lro/core";
import { formatErrorBody } from "@rx-lro/core/http";
import { FastResponse } from "srvx";

/** A JSON answer. Nothing here may be kept by a cache: the next look can differ. */
export function jsonResponse(
  json: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new FastResponse(JSON.stringify(json), {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** An error as AIP-193 writes it; one of a relayed service that had no such route stays one. */
export function errorResponse(error: RpcError): Response {
  if (error.unrouted) return unroutedResponse(error.httpStatus ?? 404, error.rawMessage);
  if (isRedirect(error)) {
    // Where a relayed service wanted to lead is its server's business.
    return errorResponse(new RpcError(error.code, "the service behind this one has moved"));
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
    return jsonResponse(body, body.error.code, headers);
  } catch {
    // Its details aren't JSON.
    const bare = { error: { ...body.error, details: [] } };
    return jsonResponse(bare, body.error.code, headers);
  }
}

function isRedirect({ httpStatus = 0 }: RpcError): boolean {
  return httpStatus >= 300 && httpStatus < 400;
}

/**
 * An answer that none of the service's methods gave: an error without `status`, so that clients tell a route
 * that isn't there from an operation that isn't there.
 */
export function unroutedResponse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return jsonResponse({ error: { code: status, message } }, status, headers);
}
