import type { OperationsBindings } from "@rx-lro/core/http";
import type { Any, MetadataReading, OperationsMethod } from "@rx-lro/core/protocol";
import type { AccessToken } from "./access-token.ts";
import type { HttpClient } from "./http-client.ts";
import type { RetryOptions } from "./retry.ts";

/** The options of `createHttpOperations`; presets such as `earthEngine()` give most of them. */
export interface HttpOperationsOptions {
  /** Scheme, host and, if the service has one, a path before the version: `https://earthengine.googleapis.com`. */
  readonly baseUrl: string;
  /** How methods map to HTTP. @defaultValue `standardBindings({ version: "v1" })` */
  readonly bindings?: OperationsBindings;
  /** Credentials for every request; they go to the origin of `baseUrl` only. */
  readonly accessToken?: AccessToken | undefined;
  /** More headers for every request, such as `x-goog-user-project`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @defaultValue `fetchClient()`; `undiciClient()` of `@rx-lro/transport-http/node` is faster on Node */
  readonly client?: HttpClient;
  /** How failed attempts are repeated; with `false` they aren't. */
  readonly retry?: RetryOptions | false;
  /**
   * The time for each attempt, headers and body; wait's own timeout comes on top. A call's own `timeoutMs` bounds
   * all its attempts together instead.
   *
   * @defaultValue 60000
   */
  readonly timeoutMs?: number;
  /** What the service implements. @defaultValue those of `bindings`; unknown without them: all are tried */
  readonly methods?: Iterable<OperationsMethod>;
  /** The parent whose list shows an operation. @defaultValue `operationParent`, unless `bindings` are given */
  readonly listParent?: (name: string) => string | undefined;
  /** What the service's metadata says of progress and cancellation. */
  readonly readMetadata?: (metadata: Any) => MetadataReading;
  /** The identity of the service. @defaultValue the base URL */
  readonly service?: string;
  /** The longest answer that is read. @defaultValue 8 MiB; a page of 1 000 Earth Engine operations has 0.8 MB */
  readonly maxResponseBytes?: number;
}
