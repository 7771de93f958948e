import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { OperationsHandler } from "../handler/operations-handler.ts";
import { toNodeListener } from "./node-listener.ts";

/** Where a server listens. */
export interface ServeOptions {
  /** @defaultValue 0: any free port */
  readonly port?: number;
  /** @defaultValue `127.0.0.1`; `0.0.0.0` or `::` lets other machines in */
  readonly hostname?: string;
}

/** A server that listens. */
export interface NodeServer extends AsyncDisposable {
  /** Its origin, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops listening and ends all connections, held waits too; the operations go on. */
  close(): Promise<void>;
}

/** Serves a handler on `node:http`. Rejects when it can't listen, as when the port is taken. */
export async function serve(
  handler: OperationsHandler,
  options: ServeOptions = {},
): Promise<NodeServer> {
  const { port = 0, hostname = "127.0.0.1" } = options;
  const server = createServer(toNodeListener(handler));
  await listen(server, port, hostname);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= endAll(server);
    return closing;
  };
  return { url: originOf(server), close, [Symbol.asyncDispose]: close };
}

function listen(server: Server, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function endAll(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function originOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  const isAnywhere = address === "0.0.0.0" || address === "::";
  const host = address.includes(":") ? `[${address}]` : address;
  return `http://${isAnywhere ? "localhost" : host}:${port}`;
}
