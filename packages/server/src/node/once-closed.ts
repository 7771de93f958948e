import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Calls once a response has been sent or its client has gone.
 *
 * Node 22 doesn't tell the latter to responses that wait for their turn on a connection.
 */
export function onceClosed(
  { socket }: IncomingMessage,
  response: ServerResponse,
  listener: () => void,
): void {
  const close = (): void => {
    response.off("close", close);
    socket.off("close", close);
    listener();
  };
  response.once("close", close);
  if (response.socket === null) socket.setMaxListeners(0).once("close", close);
}
