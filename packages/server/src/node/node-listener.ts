import type { IncomingMessage, ServerResponse } from "node:http";
import { toNodeHandler } from "srvx/node";
import type { OperationsHandler } from "../handler/answer-requests.ts";

/** What `http.createServer` and `server.on("request", …)` take. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A handler for `node:http`. When the client goes away, the request's signal aborts.
 *
 * A handler that rejects is answered with an empty 500; a handler of this package doesn't.
 */
export function toNodeListener(handler: OperationsHandler): NodeListener {
  const listener = toNodeHandler(async (request) => {
    try {
      return await handler(request);
    } catch {
      return new Response(null, { status: 500 });
    }
  });
  // srvx types its listeners for HTTP/1 and HTTP/2 at once.
  return listener as NodeListener;
}
