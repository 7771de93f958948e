import type { Route } from "@rx-lro/core/http";
import type { CallOptions, Operations, OperationsMethod } from "@rx-lro/core/protocol";
import { parseListRequest, parseName, parseWaitRequest } from "./parse-request.ts";
import { parseMask } from "./partial-response.ts";
import { readBody } from "./read-body.ts";

/** A request that has found its method. */
export interface RoutedRequest {
  readonly route: Route;
  readonly request: Request;
  readonly query: URLSearchParams;
}

/** Which method of the service is called, and on what: an operation or, for list, its parent. */
export interface OperationsCall {
  readonly method: OperationsMethod;
  readonly name: string;
}

/** How a call is made. */
export interface CallControl {
  /** Called before the body and the operations are read; rejects to refuse. */
  readonly admit: (call: OperationsCall) => Promise<void>;
  /** Called before a wait is held. */
  readonly hold: () => void;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Makes the call that a request asks for, and returns its JSON, reduced to the requested `fields`. The name that is
 * authorized is the one that is called.
 *
 * @throws RpcError INVALID_ARGUMENT that names the bad field.
 */
export async function callOperations(
  operations: Operations,
  { route, request, query }: RoutedRequest,
  { admit, hold, maxBodyBytes, signal }: CallControl,
): Promise<unknown> {
  const { method } = route;
  const { name: inPath } = route.fields;
  const { fields, apply } = parseMask(query);
  const options: CallOptions = { signal, ...(fields && { fields }) };
  if (method === "list") {
    const list = parseListRequest(inPath, query);
    await admit({ method, name: list.name });
    return apply(await operations.listOperations(list, options));
  }
  const name = parseName(inPath);
  await admit({ method, name });
  switch (method) {
    case "get":
      return apply(await operations.getOperation({ name }, options));
    case "delete":
      await operations.deleteOperation({ name }, options);
      return {};
    case "cancel":
      if (request.method === "POST") await readBody(request, maxBodyBytes);
      await operations.cancelOperation({ name }, options);
      return {};
    case "wait": {
      const wait = parseWaitRequest(name, query, await readBody(request, maxBodyBytes));
      hold();
      return apply(await operations.waitOperation(wait, options));
    }
  }
}
