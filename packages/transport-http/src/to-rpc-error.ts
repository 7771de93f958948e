import { Code, isRpcError, RpcError } from "@rx-lro/core";

/** What a function of the application rejected with, as an RpcError that says what it is about. */
export function toRpcError(cause: unknown, problem: string): RpcError {
  if (isRpcError(cause)) return cause;
  return new RpcError(Code.UNAVAILABLE, `${problem}: ${innermostMessage(cause)}`, { cause });
}

/** The one that isn't "fetch failed". */
function innermostMessage(error: unknown): unknown {
  const { cause, message, code, name } = Object(error);
  // It quotes what isn't HTTP: the headers that were sent, if that is what a server answers.
  if (name === "HTTPParserError") delete (error as { data?: string }).data;
  return cause ? innermostMessage(cause) : message || code || error;
}
