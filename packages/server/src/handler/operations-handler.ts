import type { Operations } from "@rx-lro/core";
import type { OperationsBindings } from "@rx-lro/core/http";
import { answerOperations } from "./answer-operations.ts";
import { answerRequests } from "./answer-requests.ts";
import type { OperationsCall } from "./call-operations.ts";
import type { RequestLog } from "./request-log.ts";

/** How operations are served. */
export interface OperationsHandlerOptions {
  /**
   * How methods map to HTTP. `{version}` in a path stands for any, such as `v1` or `v1beta1`.
   *
   * @defaultValue `standardBindings({ version: "{version}" })`, and wait reads its timeout from body and query
   */
  readonly bindings?: OperationsBindings;
  /**
   * Called before each call, so that nothing is told of operations before. To refuse, it throws an RpcError:
   * UNAUTHENTICATED (401) when it doesn't know who asks, PERMISSION_DENIED (403) when they may not.
   */
  readonly authorize?: (call: OperationsCall, request: Request) => void | Promise<void>;
  /** The largest request body in bytes. @defaultValue 65 536: the largest honest one is a timeout */
  readonly maxBodyBytes?: number;
  /** The longest URL in characters. @defaultValue 8 192 */
  readonly maxUrlLength?: number;
  /**
   * How long a call may take in milliseconds, the reading of its body too; a wait is held as long as its operations do.
   *
   * @defaultValue 30 000
   */
  readonly timeoutMs?: number;
  /** Where everybody gets an OpenAPI description of these operations, such as `/openapi.json`. @defaultValue nowhere */
  readonly openApiPath?: string;
  /** Told of every answered request. What it throws or rejects with is ignored. */
  readonly log?: (entry: RequestLog) => void;
}

/** Answers an HTTP request; what frameworks and runtimes mount. */
export type OperationsHandler = (request: Request) => Promise<Response>;

/**
 * Serves any `Operations` over HTTP as Google's services do.
 *
 * Errors are told as AIP-193 says, with Retry-After for a retry delay. When the request's signal aborts, so does
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
