import {
  type Answer,
  checkEmptyAnswer,
  createRequestEncoder,
  readListAnswer,
  readOperationAnswer,
  standardBindings,
} from "@rx-lro/core/http";
import { Code, type Operations, type OperationsMethod, RpcError } from "@rx-lro/core/protocol";
import { createAuthorize } from "./authorize.ts";
import { parseBaseUrl } from "./base-url.ts";
import { type Caller, createCaller } from "./caller.ts";
import { createDeleteExchange } from "./delete-exchange.ts";
import { createExchange } from "./exchange.ts";
import type { HttpOperationsOptions } from "./http-operations-options.ts";
import { readLimits } from "./limits.ts";
import { operationParent } from "./operation-parent.ts";

/**
 * The operations of a remote service, over HTTP.
 *
 * One call is one request, repeated only as `retry` says. A call that fails rejects with an `RpcError`, in which
 * no token ever appears; an abort rejects with `signal.reason`.
 *
 * @throws TypeError or RangeError for an invalid option.
 *
 * @example
 * ```ts
 * import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
 * declare const auth: { getAccessToken(): Promise<string> };
 * const operations = createHttpOperations({
 *   ...earthEngine({ version: "v1" }),
 *   accessToken: () => auth.getAccessToken(),
 * });
 * const operation = await operations.getOperation({ name: "projects/p/operations/x" });
 * ```
 */
export function createHttpOperations(options: HttpOperationsOptions): Operations {
  const {
    bindings = standardBindings({ version: "v1" }),
    listParent = options.bindings ? undefined : operationParent,
    readMetadata,
  } = options;
  const known = options.methods ?? (options.bindings && Object.keys(options.bindings));
  const methods = known && new Set(known as Iterable<OperationsMethod>);
  const baseUrl = parseBaseUrl(options.baseUrl);
  const limits = readLimits(options);
  const exchange = createExchange(options, baseUrl, limits.maxResponseBytes);
  const authorize = options.accessToken && createAuthorize(options.accessToken);

  const caller = <T>(method: OperationsMethod, read: (answer: Answer) => T): Caller<T> => {
    if (methods?.has(method) === false) {
      return async () => {
        throw new RpcError(Code.UNIMPLEMENTED, `the service has no ${method}`);
      };
    }
    const binding = bindings[method];
    if (!binding) throw new TypeError(`bindings have no ${method}`);
    const encode = createRequestEncoder(baseUrl, binding);
    const begin = method === "delete" ? createDeleteExchange(exchange) : exchange;
    return createCaller(
      { method, path: binding.path, encode, read },
      authorize ? (call) => authorize(begin(call)) : begin,
      limits,
    );
  };

  return {
    service: options.service ?? baseUrl,
    ...(methods && { methods }),
    ...(listParent && { listParent }),
    ...(readMetadata && { readMetadata }),
    getOperation: caller("get", readOperationAnswer),
    listOperations: caller("list", readListAnswer),
    cancelOperation: caller("cancel", checkEmptyAnswer),
    deleteOperation: caller("delete", checkEmptyAnswer),
    waitOperation: caller("wait", readOperationAnswer),
  };
}
