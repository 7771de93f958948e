import { Code, isRpcError, RpcError } from "@rx-lro/core/protocol";

/** The RpcError for what an application's function rejected with; `problem` says what it is about. */
export function toRpcError(cause: unknown, problem: string): RpcError {
  if (isRpcError(cause)) return cause;
  return new RpcError(Code.UNAVAILABLE, `${problem}: ${innermostMessage(cause)}`, { cause });
}

/** The message of the innermost cause: the outer one may be "fetch failed". */
function innermostMessage(error: unknown): unknown {
  const { cause, message, code, name } = Object(error);
  // `data` quotes an answer that isn't HTTP, which may be the very headers that were sent.
  if (name === "HTTPParserError") delete (error as { data?: string }).data;
  return cause ? innermostMessage(cause) : message || code || error;
}
