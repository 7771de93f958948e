import type { IncomingMessage, ServerResponse } from "node:http";
import type { OperationsHandler } from "../handler/answer-requests.ts";
import { InFlight } from "./in-flight.ts";

/** What `http.createServer` and `server.on("request", …)` take. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A handler for `node:http`. When the client goes away, the request's signal aborts.
 *
 * A handler that rejects is answered with an empty 500; a handler of this package doesn't.
 */
export function toNodeListener(handler: OperationsHandler): NodeListener {
  const inFlight = new InFlight(handler);
  return (request, response) => void inFlight.answer(request, response);
}
