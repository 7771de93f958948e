import type { Operations } from "@rx-lro/core/protocol";
import { answerOperations } from "./answer-operations.ts";
import { answerRequests, type OperationsHandler } from "./answer-requests.ts";
import type { OperationsHandlerOptions } from "./operations-handler-options.ts";

/**
 * Serves any `Operations` over HTTP as Google's services do.
 *
 * Errors are reported as AIP-193 says, with Retry-After for a retry delay. When the request's signal aborts, so does
 * the call. Every answer has an `x-request-id`: the request's, or a new one.
 *
 * @throws TypeError when a binding's path isn't a template, RangeError for a bad limit.
 *
 * @example
 * ```ts
 * import { createMemoryEngine, createOperationsHandler } from "@rx-lro/server";
 * const engine = createMemoryEngine({ methods: { nap: async () => undefined } });
 * const handler = createOperationsHandler(engine);
 * const { name } = await engine.start("nap", undefined);
 * const response = await handler(new Request(`http://localhost/v1/${name}`));
 * ```
 */
export function createOperationsHandler(
  operations: Operations,
  options: OperationsHandlerOptions = {},
): OperationsHandler {
  return answerRequests(answerOperations(operations, options), options);
}
