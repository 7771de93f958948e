import { standardBindings } from "@rx-lro/core/http";
import type { Operations } from "@rx-lro/core/protocol";
import type { Answer } from "./answer-requests.ts";
import { callOperations, type OperationsCall } from "./call-operations.ts";
import { checkAuthorized } from "./check-authorized.ts";
import { runWithin } from "./deadline.ts";
import { checkLimits } from "./limits.ts";
import { createOpenApi } from "./open-api.ts";
import type { OperationsHandlerOptions } from "./operations-handler-options.ts";
import { jsonReply, type Reply, unroutedReply } from "./respond.ts";
import { createRoutes } from "./routes.ts";

/**
 * Answers requests for operations.
 *
 * @throws TypeError when a binding's path isn't a template, RangeError for a bad limit.
 */
export function answerOperations(
  operations: Operations,
  options: OperationsHandlerOptions,
): Answer {
  const { bindings = standardBindings({ version: "{version}" }), authorize, openApiPath } = options;
  const { maxBodyBytes, timeoutMs } = checkLimits(options);
  const routes = createRoutes(bindings);
  const openApi = openApiPath === undefined ? undefined : createOpenApi({ bindings });

  return async (request, { pathname, searchParams: query }, note) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (openApi !== undefined && isRead && pathname === openApiPath) return jsonReply(openApi);
    const { route, allowed } = routes(request.method, pathname);
    if (route === undefined) return answerUnrouted(request.method, pathname, allowed);
    const admit = async (call: OperationsCall): Promise<void> => {
      note(call);
      await checkAuthorized(authorize?.(call, request));
    };
    const json = await runWithin(timeoutMs, request.signal, (signal, hold) =>
      callOperations(operations, { route, request, query }, { admit, hold, maxBodyBytes, signal }),
    );
    return jsonReply(json);
  };
}

/** Answers a request without a route: 404 if its path has none, else OPTIONS, and 405 for other methods. */
export function answerUnrouted(method: string, path: string, allowed: readonly string[]): Reply {
  if (allowed.length === 0) return unroutedReply(404, `there is no ${path} here`);
  const all = [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
  const headers = { allow: all.join(", ") };
  if (method === "OPTIONS") return { status: 204, headers, body: null };
  return unroutedReply(405, `${path} doesn't allow ${method}; it allows ${headers.allow}`, headers);
}
