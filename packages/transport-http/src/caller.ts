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
  // What a path could hold, but is no name; paths check for the rest. The operations at the root of a service have
  // the empty name as their parent. At the name of a list is a page, which would be read as an operation that runs.
  const misnamed = isList ? /[?#\p{Cc}]/u : /[?#\p{Cc}]|(^|\/)(operations)?$/u;
  const rpc = `${method}Operation${isList ? "s" : ""}`;
  return async (request, options = {}) => {
    const { name, pageSize = 0, timeoutMs: waitMs } = request;
    const holdMs = Math.min(waitMs ?? 0, MAX_TIMEOUT_MS - limits.timeoutMs);
    const { signal, timeoutMs = limits.timeoutMs + holdMs } = options;
    const problem = misnamed.test(name ?? "?")
      ? `the name ${JSON.stringify(name)?.slice(0, 150)} is not like "operations/x"`
      : limitProblem({ "wait's timeoutMs": holdMs, timeoutMs, pageSize });
    if (problem) throw new RpcError(Code.INVALID_ARGUMENT, problem);

    const timeout = waitMs === undefined ? undefined : `${Math.round(holdMs) / 1000}s`;
    const encoded = encode(isList ? request : { name, timeout }, options.fields);
    const call = { name: `${rpc} ${name}`.slice(0, 150), request: encoded, read };
    const deadline = { name: call.name, timeoutMs };
    if (options.retry === false) {
      return runWithDeadline(deadline, signal, (inner) => exchange(call, inner));
    }

    let answerLost = false;
    const attempt: Work<T> = async (signal) => {
      try {
        return await exchange(call, signal);
      } catch (error) {
        // That it is gone after an attempt to delete whose answer got lost is a success.
        const { code, unrouted } = error as Partial<RpcError>;
        if (answerLost && code === Code.NOT_FOUND && !unrouted) return undefined as T;
        answerLost ||= method === "delete" && code === Code.UNAVAILABLE;
        throw error;
      }
    };
    return options.timeoutMs === undefined
      ? runWithRetries(limits, signal, () => runWithDeadline(deadline, signal, attempt))
      : runWithDeadline(deadline, signal, (inner) =>
          runWithRetries(limits, inner, () => attempt(inner)),
        );
  };
}
