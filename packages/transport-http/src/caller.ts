import type { Answer, RequestEncoder } from "@rx-lro/core/http";
import {
  type CallOptions,
  Code,
  type ListOperationsRequest,
  type OperationsMethod,
  RpcError,
  type WaitOperationRequest,
} from "@rx-lro/core/protocol";
import { type Deadline, runWithDeadline, type Work } from "./deadline.ts";
import type { Call } from "./exchange.ts";
import { type Limits, limitProblem, MAX_TIMEOUT_MS } from "./limits.ts";
import { runWithRetries } from "./retry.ts";

/** A method of the service. */
export interface Method<T> {
  readonly method: OperationsMethod;
  /** The template of its path. */
  readonly path: string;
  readonly encode: RequestEncoder;
  read(answer: Answer): T;
}

// A mapped type, unlike an interface, fits the encoder's record of fields.
type AnyRequest = Pick<ListOperationsRequest, keyof ListOperationsRequest> &
  Pick<WaitOperationRequest, "timeoutMs">;

/**
 * Matches names of operations; some services call them `transferOperations`, `operationIds` or `operationDetails`.
 *
 * Bounded, so that a long name that nearly matches takes no longer than another.
 */
const OPERATION = /(^|\/)(\w{1,20}O|o)peration\w{0,9}\//;

/** Calls one method: checks and encodes the request, repeats attempts, and keeps to the time limit. */
export type Caller<T> = (request: AnyRequest, options?: CallOptions) => Promise<T>;

/** A caller of one method of a service; `begin` turns a call into the work of one attempt, to be run anew for each. */
export function createCaller<T>(
  { method, path, encode, read }: Method<T>,
  begin: (call: Call<T>) => Work<T>,
  limits: Limits,
): Caller<T> {
  const isList = method === "list";
  // What fits a path but isn't a name; path templates check the rest. The parent of operations at the root of a
  // service is the empty name. The URL of a list gives a page, which would be read as a running operation.
  const misnamed = isList ? /[?#\p{Cc}]/u : /[?#\p{Cc}]|(^|\/)(operations)?$/u;
  // A path for any name is also that of a service's other resources, which could be read, cancelled and deleted,
  // unless the path itself is below `operations/`, as Google's Speech-to-Text has it.
  const takesAny = !isList && /{\+|=\*\*}/.test(path) && !OPERATION.test(path);
  const rpc = `${method}Operation${isList ? "s" : ""}`;
  const run = (call: Call<T> & Deadline, { signal, timeoutMs, retry }: CallOptions) => {
    const attempt = begin(call);
    const once = () => runWithDeadline(call, signal, attempt);
    if (retry === false) return once();
    if (timeoutMs === undefined) return runWithRetries(limits, signal, once);
    // A hint that is longer than the call may take is not waited for.
    const within = { ...limits, maxHintMs: Math.min(limits.maxHintMs, timeoutMs) };
    return runWithDeadline(call, signal, (inner) =>
      runWithRetries(within, inner, async () => {
        try {
          return await attempt(inner);
        } catch (error) {
          call.cause = error;
          throw error;
        }
      }),
    );
  };

  return async (request, options = {}) => {
    const { name, pageSize = 0, timeoutMs: waitMs } = request;
    const holdMs = Math.min(waitMs ?? 0, MAX_TIMEOUT_MS - limits.timeoutMs);
    const { timeoutMs = limits.timeoutMs + holdMs, fields } = options;
    const problem =
      misnamed.test(name ?? "?") || (takesAny && !OPERATION.test(name))
        ? `the name ${JSON.stringify(name)?.slice(0, 150)} must be like "${isList ? "projects/p" : "operations/x"}"`
        : limitProblem({ "wait's timeoutMs": holdMs, timeoutMs, pageSize });
    if (problem) throw new RpcError(Code.INVALID_ARGUMENT, problem);

    const timeout = waitMs === undefined ? undefined : `${Math.round(holdMs) / 1000}s`;
    return run(
      {
        name: `${rpc} ${name}`.slice(0, 150),
        timeoutMs,
        request: encode(isList ? request : { name, timeout }, fields),
        read,
      },
      options,
    );
  };
}
