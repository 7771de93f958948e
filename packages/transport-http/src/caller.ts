import {
  type CallOptions,
  Code,
  type ListOperationsRequest,
  type OperationsMethod,
  RpcError,
  type WaitOperationRequest,
} from "@rx-lro/core";
import type { Answer, RequestEncoder } from "@rx-lro/core/http";
import { runWithDeadline, type Work } from "./deadline.ts";
import type { Exchange } from "./exchange.ts";
import { type Limits, limitProblem, MAX_TIMEOUT_MS } from "./limits.ts";
import { runWithRetries } from "./retry.ts";

/** A method of the service. */
export interface Method<T> {
  readonly method: OperationsMethod;
  readonly encode: RequestEncoder;
  read(answer: Answer): T;
}

// A mapped type, unlike an interface, fits the encoder's record of fields.
type AnyRequest = Pick<ListOperationsRequest, keyof ListOperationsRequest> &
  Pick<WaitOperationRequest, "timeoutMs">;

/** Calls one method: checks and encodes the request, repeats attempts, and keeps to the time. */
export type Caller<T> = (request: AnyRequest, options?: CallOptions) => Promise<T>;

/** A caller of a method of the service behind an exchange. */
export function createCaller<T>(
  { method, encode, read }: Method<T>,
  exchange: Exchange,
  limits: Limits,
): Caller<T> {
  const isList = method === "list";
  const rpc = `${method}Operation${isList ? "s" : ""}`;
  return async (request, options = {}) => {
    const { name, pageSize = 0, timeoutMs: waitMs } = request;
    const { signal, timeoutMs = limits.timeoutMs } = options;
    const holdMs = Math.min(waitMs ?? 0, MAX_TIMEOUT_MS - timeoutMs);
    const problem =
      nameProblem(name, isList) ??
      limitProblem({ timeoutMs, "wait's timeoutMs": holdMs, pageSize });
    if (problem) throw new RpcError(Code.INVALID_ARGUMENT, problem);

    const timeout = waitMs === undefined ? undefined : `${holdMs / 1000}s`;
    const encoded = encode(isList ? request : { name, timeout }, options.fields);
    const call = { name: `${rpc} ${name}`, request: encoded, read };
    const send: Work<T> = (signal) => exchange(call, signal);
    const attempt = method === "delete" ? acceptGone(send) : send;
    const deadline = { ...call, timeoutMs: timeoutMs + holdMs };
    const policy = options.retry === false ? { ...limits, retries: 0 } : limits;
    return options.timeoutMs === undefined
      ? runWithRetries(policy, signal, () => runWithDeadline(deadline, signal, attempt))
      : runWithDeadline(deadline, signal, (inner) =>
          runWithRetries(policy, inner, () => attempt(inner)),
        );
  };
}

/** What a path could hold, but is no name; paths check for the rest. */
function nameProblem(name: string, isList: boolean): string | undefined {
  // The operations at the root of a service have the empty name as their parent.
  return (name || isList) && !/[?#\p{Cc}]/u.test(name)
    ? undefined
    : `the name ${JSON.stringify(name)} is not like "projects/p/operations/x"`;
}

/** Deletes of one call: that it is gone after an attempt whose answer got lost is a success. */
function acceptGone<T>(send: Work<T>): Work<T> {
  let answerLost = false;
  return async (signal) => {
    try {
      return await send(signal);
    } catch (error) {
      const { code, unrouted } = RpcError.from(error);
      if (answerLost && code === Code.NOT_FOUND && !unrouted) return undefined as T;
      answerLost ||= code === Code.UNAVAILABLE;
      throw error;
    }
  };
}
