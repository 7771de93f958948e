import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type {
  CallOptions,
  ListOperationsRequest,
  ListOperationsResponse,
  OperationRequest,
  Operations,
  OperationsMethod,
  WaitOperationRequest,
} from "../protocol/operations.ts";
import { RpcError } from "../protocol/rpc-error.ts";

/** One answer of a script: a value to resolve with, an Error to reject with, or a function that gives either. */
export type ScriptedAnswer<Request, Response> =
  | Response
  | Error
  | ((request: Request, options: CallOptions) => Response | Promise<Response>);

/** The answers of each method in order; the last one repeats. Without a script: UNIMPLEMENTED. */
export interface OperationsScript {
  readonly get?: readonly ScriptedAnswer<OperationRequest, Operation>[];
  readonly list?: readonly ScriptedAnswer<ListOperationsRequest, ListOperationsResponse>[];
  readonly cancel?: readonly ScriptedAnswer<OperationRequest, void>[];
  readonly delete?: readonly ScriptedAnswer<OperationRequest, void>[];
  readonly wait?: readonly ScriptedAnswer<WaitOperationRequest, Operation>[];
}

/** A call that was made. */
export interface ScriptedCall {
  readonly method: OperationsMethod;
  readonly request: { readonly name: string };
  readonly options: CallOptions;
}

/** Operations that answer from a script and remember each call. */
export interface ScriptedOperations extends Operations {
  /** Every call, in order. */
  readonly calls: readonly ScriptedCall[];
  /** How many calls of a method were made. */
  count(method: OperationsMethod): number;
  /** How many calls haven't been answered or aborted yet. */
  readonly open: number;
}

/**
 * An `Operations` for tests: answers from a script, without network or time.
 *
 * An aborted call rejects with its signal's reason, as real ones do. Facts such as `listParent` and
 * `readMetadata` can be given beside the script.
 */
export function createScriptedOperations(
  script: OperationsScript,
  facts: Pick<Operations, "service" | "methods" | "listParent" | "readMetadata"> = {},
): ScriptedOperations {
  const calls: ScriptedCall[] = [];
  let open = 0;

  const scripted = <Request extends { readonly name: string }, Response>(
    method: OperationsMethod,
    answers: readonly ScriptedAnswer<Request, Response>[] = [],
  ) => {
    let next = 0;
    return async (request: Request, options: CallOptions = {}): Promise<Response> => {
      options.signal?.throwIfAborted();
      calls.push({ method, request, options });
      const answer = answers[Math.min(next, answers.length - 1)];
      next += 1;
      open += 1;
      try {
        if (answers.length === 0) throw new RpcError(Code.UNIMPLEMENTED, `${method}: no script`);
        return await abortable(
          give(answer as ScriptedAnswer<Request, Response>, request, options),
          options.signal,
        );
      } finally {
        open -= 1;
      }
    };
  };

  return {
    ...facts,
    calls,
    get open() {
      return open;
    },
    count: (method) => calls.filter((call) => call.method === method).length,
    getOperation: scripted("get", script.get),
    listOperations: scripted("list", script.list),
    cancelOperation: scripted("cancel", script.cancel),
    deleteOperation: scripted("delete", script.delete),
    waitOperation: scripted("wait", script.wait),
  };
}

async function give<Request, Response>(
  answer: ScriptedAnswer<Request, Response>,
  request: Request,
  options: CallOptions,
): Promise<Response> {
  if (answer instanceof Error) throw answer;
  if (typeof answer !== "function") return answer;
  const ask = answer as (request: Request, options: CallOptions) => Response | Promise<Response>;
  return await ask(request, options);
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    // The function that answers may have aborted it.
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
