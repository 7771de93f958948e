import { Code, codeName, isRpcError, type Operations, RpcError } from "@rx-lro/core";
import { type OperationsBindings, standardBindings } from "@rx-lro/core/http";
import { badRequest } from "../bad-request.ts";
import { checkMs } from "../engine/engine-options.ts";
import { callOperations, type OperationsCall } from "./call-operations.ts";
import { runWithin } from "./deadline.ts";
import { createOpenApi } from "./open-api.ts";
import { type RequestLog, requestIdOf } from "./request-log.ts";
import { errorResponse, jsonResponse, unroutedResponse } from "./respond.ts";
import { createRoutes } from "./routes.ts";

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
  /** Where an OpenAPI description of these operations is served, such as `/openapi.json`. @defaultValue nowhere */
  readonly openApiPath?: string;
  /** Told of every answered request. */
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
  const { bindings = standardBindings({ version: "{version}" }) } = options;
  const { authorize, log, openApiPath } = options;
  const maxBodyBytes = checkCount("maxBodyBytes", options.maxBodyBytes ?? 65_536);
  const maxUrlLength = checkCount("maxUrlLength", options.maxUrlLength ?? 8_192);
  const timeoutMs = checkMs("timeoutMs", options.timeoutMs ?? 30_000);
  const routes = createRoutes(bindings);
  const openApi = openApiPath === undefined ? undefined : createOpenApi({ bindings });

  async function answer(request: Request, entry: Entry): Promise<Response> {
    if (request.url.length > maxUrlLength) {
      throw badRequest("url", `it is longer than ${maxUrlLength} characters`);
    }
    const { pathname, searchParams: query } = new URL(request.url);
    entry.path = pathname;
    checkEncoding(pathname);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (openApi !== undefined && isRead && pathname === openApiPath) return jsonResponse(openApi);
    const { route, allowed } = routes(request.method, pathname);
    if (route === undefined) return answerUnrouted(request.method, pathname, allowed);
    const json = await runWithin(timeoutMs, request.signal, (signal, hold) =>
      callOperations(
        operations,
        { route, request, query },
        {
          async authorize(call) {
            entry.call = call;
            await authorize?.(call, request);
          },
          ...{ hold, maxBodyBytes, signal },
        },
      ),
    );
    return jsonResponse(json);
  }

  return async (request) => {
    const begin = performance.now();
    const requestId = requestIdOf(request);
    const entry: Entry = { path: "" };
    const response = await answer(request, entry).catch((thrown: unknown) => {
      const error = toTold(thrown, request, requestId);
      entry.code = codeName(error.code);
      if (error.cause === thrown) entry.err = thrown;
      return errorResponse(error);
    });
    response.headers.set("x-request-id", requestId);
    const { call, ...facts } = entry;
    const ms = performance.now() - begin;
    const { method: httpMethod } = request;
    tell(log, { requestId, httpMethod, ...facts, ...call, status: response.status, ms });
    return httpMethod === "HEAD" ? new Response(null, response) : response;
  };
}

/** What becomes known of a request while it is answered. */
interface Entry {
  path: string;
  call?: OperationsCall;
  code?: string;
  err?: unknown;
}

/** What the client is told: an error that nobody expected stays here, as the cause. */
function toTold(thrown: unknown, request: Request, requestId: string): RpcError {
  if (isRpcError(thrown)) return thrown;
  if (request.signal.aborted) return new RpcError(Code.CANCELLED, "the client went away");
  const details = [{ "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId }];
  return new RpcError(Code.INTERNAL, "internal error", { cause: thrown, details });
}

function tell(log: OperationsHandlerOptions["log"], entry: RequestLog): void {
  try {
    log?.(entry);
  } catch {
    // A log that fails must not fail the request.
  }
}

function checkCount(option: string, count: number): number {
  if (count >= 0) return count;
  throw new RangeError(`${option} is a number from 0, not ${count}`);
}

function checkEncoding(path: string): void {
  try {
    decodeURIComponent(path);
  } catch (cause) {
    throw badRequest("name", "the percent-encoding of the path is malformed", cause);
  }
}

function answerUnrouted(method: string, path: string, allowed: readonly string[]): Response {
  if (allowed.length === 0) return unroutedResponse(404, `there is no ${path} here`);
  const all = [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
  const headers = { allow: all.join(", ") };
  if (method === "OPTIONS") return new Response(null, { status: 204, headers });
  return unroutedResponse(405, `${path} has no ${method}; it has ${headers.allow}`, headers);
}
