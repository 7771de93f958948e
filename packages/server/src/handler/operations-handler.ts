import { type CallOptions, Code, isRpcError, type Operations, RpcError } from "@rx-lro/core";
import { type OperationsBindings, type Route, standardBindings } from "@rx-lro/core/http";
import { badRequest } from "../bad-request.ts";
import { parseListRequest, parseName, parseWaitRequest } from "./parse-request.ts";
import { readBody } from "./read-body.ts";
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
  /** The largest request body in bytes. @defaultValue 65 536: the largest honest one is a timeout */
  readonly maxBodyBytes?: number;
  /** Told of errors that are no RpcError; the client is told INTERNAL alone. */
  readonly onError?: (error: unknown, request: Request) => void;
}

/** Answers an HTTP request; what frameworks and runtimes mount. */
export type OperationsHandler = (request: Request) => Promise<Response>;

/**
 * Serves any `Operations` over HTTP as Google's services do.
 *
 * Errors are told as AIP-193 says, with Retry-After for a retry delay. When the request's signal aborts, so does
 * the call. Authentication, CORS and logs belong to what it is mounted in.
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
  const { bindings = standardBindings({ version: "{version}" }), onError } = options;
  const { maxBodyBytes = 65_536 } = options;
  if (!(maxBodyBytes >= 0)) {
    throw new RangeError(`maxBodyBytes is a number from 0, not ${maxBodyBytes}`);
  }
  const routes = createRoutes(bindings);

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    checkEncoding(url.pathname);
    const { route, allowed } = routes(request.method, url.pathname);
    if (route === undefined) return answerUnrouted(request.method, url.pathname, allowed);
    const json = await call(operations, { route, request, query: url.searchParams, maxBodyBytes });
    return jsonResponse(json);
  }

  function answerError(thrown: unknown, request: Request): Response {
    if (isRpcError(thrown)) return errorResponse(thrown);
    if (request.signal.aborted) {
      return errorResponse(new RpcError(Code.CANCELLED, "the client went away"));
    }
    try {
      onError?.(thrown, request);
    } catch {
      // Who is told of errors must not make them worse.
    }
    return errorResponse(new RpcError(Code.INTERNAL, "internal error"));
  }

  return async (request) => {
    const response = await answer(request).catch((thrown) => answerError(thrown, request));
    return request.method === "HEAD" ? new Response(null, response) : response;
  };
}

interface Call {
  readonly route: Route;
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly maxBodyBytes: number;
}

async function call(operations: Operations, { route, request, query, maxBodyBytes }: Call) {
  const fields = query.get("fields");
  const options: CallOptions = { signal: request.signal, ...(fields && { fields }) };
  const { name: inPath } = route.fields;
  switch (route.method) {
    case "get":
      return operations.getOperation({ name: parseName(inPath) }, options);
    case "list":
      return operations.listOperations(parseListRequest(inPath, query), options);
    case "delete":
      await operations.deleteOperation({ name: parseName(inPath) }, options);
      return {};
    case "cancel":
      if (request.method === "POST") await readBody(request, maxBodyBytes);
      await operations.cancelOperation({ name: parseName(inPath) }, options);
      return {};
    case "wait": {
      const body = await readBody(request, maxBodyBytes);
      const wait = parseWaitRequest(parseName(inPath), query, body);
      return operations.waitOperation(wait, options);
    }
  }
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
