import type { OperationsBindings } from "@rx-lro/core/http";
import type { OperationsCall } from "./call-operations.ts";
import type { RequestLog } from "./request-log.ts";

/** How operations are served. */
export interface OperationsHandlerOptions {
  /**
   * How methods map to HTTP. `{version}` in a path stands for any version, such as `v1` or `v1beta1`.
   *
   * @defaultValue `standardBindings({ version: "{version}" })`, and wait reads its timeout from body and query
   */
  readonly bindings?: OperationsBindings;
  /**
   * Called before each call, and before anything is revealed about operations. To refuse, it throws an RpcError:
   * UNAUTHENTICATED (401) when the caller isn't known, PERMISSION_DENIED (403) when the caller isn't allowed.
   */
  readonly authorize?: (call: OperationsCall, request: Request) => void | Promise<void>;
  /** The largest request body in bytes. @defaultValue 65 536: the largest honest one is a timeout */
  readonly maxBodyBytes?: number;
  /** The longest URL in characters. @defaultValue 8 192 */
  readonly maxUrlLength?: number;
  /**
   * How long a call may take in milliseconds, with its body; a wait is held for as long as the operations hold it.
   *
   * @defaultValue 30 000
   */
  readonly timeoutMs?: number;
  /** The path where anybody gets their OpenAPI description, such as `/openapi.json`. @defaultValue nowhere */
  readonly openApiPath?: string;
  /** Called for every answered request. What it throws or rejects with is ignored. */
  readonly log?: (entry: RequestLog) => void;
}
