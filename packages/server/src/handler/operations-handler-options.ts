import type { OperationsBindings } from "@rx-lro/core/http";
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
