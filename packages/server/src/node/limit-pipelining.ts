import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How many unanswered requests a connection may have. Clients send one, or a few. */
const MAX_UNANSWERED = 100;

/**
 * Cuts off clients that send one request after another and await no answer: each may be a wait, which costs the
 * server a hundred times what it costs the client to send.
 *
 * Returns whether a request is to be served.
 */
export function limitPipelining(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const unanswered = new WeakMap<Socket, number>();
  return ({ socket }, response) => {
    const count = (change: number): number => {
      const now = (unanswered.get(socket) ?? 0) + change;
      unanswered.set(socket, now);
      return now;
    };
    response.once("close", () => count(-1));
    if (count(1) <= MAX_UNANSWERED) return true;
    socket.destroy();
    return false;
  };
}
