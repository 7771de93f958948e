import { Code, RpcError } from "@rx-lro/core/protocol";

/** There is no operation of this name. */
export function noSuchOperation(name: string): RpcError {
  return new RpcError(Code.NOT_FOUND, `there is no operation ${JSON.stringify(name)}`);
}

/** The operation's method says that it can't be cancelled. */
export function cannotBeCancelled(name: string, method: string): RpcError {
  const message = `${JSON.stringify(name)} can't be cancelled: the method ${method} always runs to its end`;
  return new RpcError(Code.UNIMPLEMENTED, message);
}

/** The call's own time was over before the operation was done. */
export function notDoneWithin(name: string, ms: number): RpcError {
  const message = `${JSON.stringify(name)} was not done within ${ms} ms`;
  return new RpcError(Code.DEADLINE_EXCEEDED, message);
}

/** The engine was closed. */
export function engineClosed(): RpcError {
  return new RpcError(Code.UNAVAILABLE, "the engine was closed");
}

/** The queue is full; the RetryInfo asks to wait a second. */
export function queueFull(maxQueued: number): RpcError {
  const message = `${maxQueued} operations are queued, which is the limit; try again later`;
  const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1s" };
  return new RpcError(Code.RESOURCE_EXHAUSTED, message, { details: [retryInfo] });
}
