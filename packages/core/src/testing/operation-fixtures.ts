import type { Any } from "../protocol/any.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import { RpcError } from "../protocol/rpc-error.ts";

/** An operation that runs. */
export function running(name: string, metadata?: Any): Operation {
  return metadata === undefined ? { name } : { name, metadata };
}

/** An operation that ended with a response, or without any result. */
export function succeeded(name: string, response?: Any): Operation {
  return response === undefined ? { name, done: true } : { name, done: true, response };
}

/** An operation that ended with an error. */
export function failed(name: string, code: Code, message = "", details: Any[] = []): Operation {
  return { name, done: true, error: { code, message, details } };
}

/** An operation that ended because it was cancelled. */
export function cancelled(name: string): Operation {
  return failed(name, Code.CANCELLED, "cancelled");
}

/** The answer of a service that is unavailable for a moment. */
export function unavailable(retryDelayMs?: number): RpcError {
  return new RpcError(Code.UNAVAILABLE, "try again", { retryDelayMs });
}

/** The answer of a service that doesn't know the operation. */
export function notFound(name: string): RpcError {
  return new RpcError(Code.NOT_FOUND, `no operation ${name}`);
}
