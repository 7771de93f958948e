import { Code, isRpcError, RpcError } from "@rx-lro/core";

/** What an HTTP client rejected with, as an RpcError that says what was asked of whom. */
export function toRpcError(cause: unknown, call: string, baseUrl: string): RpcError {
  if (isRpcError(cause)) return cause;
  const message = `${call}: no answer from ${baseUrl}: ${innermostMessage(cause)}`;
  return new RpcError(Code.UNAVAILABLE, message, { cause });
}

/** The one that isn't "fetch failed". */
function innermostMessage(error: unknown): unknown {
  const { cause, message, code } = Object(error);
  return cause ? innermostMessage(cause) : message || code || error;
}
