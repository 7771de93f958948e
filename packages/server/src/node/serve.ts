import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkMs } from "../check-option.ts";
import type { OperationsHandler } from "../handler/answer-requests.ts";
import { jsonReply, toResponse } from "../handler/respond.ts";
import { answerMalformed } from "./answer-malformed.ts";
import { InFlight } from "./in-flight.ts";
import { limitPipelining } from "./limit-pipelining.ts";
import { toNodeListener } from "./node-listener.ts";
import { onceClosed } from "./once-closed.ts";

/** Load balancers keep idle connections for a minute, and would send requests to ones that end. */
const KEEP_ALIVE_MS = 75_000;

/** How long closing waits for what should come at once: the rest of a request, the answer of an aborted one. */
const PATIENCE_MS = 500;

/** Where and how a server listens. */
export interface ServeOptions {
  /** @defaultValue 0: any free port */
  readonly port?: number;
  /** @defaultValue `127.0.0.1`; `0.0.0.0` or `::` lets other machines in */
  readonly hostname?: string;
  /** The path that tells whether it is ready: 200, or 503 once it closes. @defaultValue `/healthz` */
  readonly healthPath?: string;
  /** How long a client may take for the headers, in milliseconds. @defaultValue 10 000, or `requestTimeoutMs` if less */
  readonly headersTimeoutMs?: number;
  /**
   * How long a client may take for a whole request, and may leave its answer unread, in milliseconds.
   *
   * @defaultValue 30 000
   */
  readonly requestTimeoutMs?: number;
  /** How large the headers may be, including the URL. @defaultValue 16 384 */
  readonly maxHeaderBytes?: number;
  /**
   * How long closing keeps listening and tells load balancers that it isn't ready, in milliseconds.
   *
   * @defaultValue 0
   */
  readonly drainMs?: number;
  /** How long closing waits for requests, before it ends them with UNAVAILABLE. @defaultValue 2 000 */
  readonly closeGraceMs?: number;
}

/** A server that listens. */
export interface NodeServer extends AsyncDisposable {
  /** Its origin, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /**
   * Stops listening, and lets requests finish; held waits and any others left after `closeGraceMs` are answered
   * with UNAVAILABLE, which clients retry elsewhere. The operations go on.
   */
  close(): Promise<void>;
}

/**
 * Serves a handler on `node:http`. Rejects when it can't listen, as when the port is taken.
 *
 * A request that isn't HTTP, is too large or too slow is answered as AIP-193 says, and its connection ended.
 */
export async function serve(
  handler: OperationsHandler,
  options: ServeOptions = {},
): Promise<NodeServer> {
  const { port = 0, hostname = "127.0.0.1", healthPath = "/healthz" } = options;
  const { maxHeaderBytes = 16_384 } = options;
  const requestTimeout = checkMs("requestTimeoutMs", options.requestTimeoutMs ?? 30_000);
  const { headersTimeoutMs = Math.min(10_000, requestTimeout) } = options;
  const headersTimeout = checkMs("headersTimeoutMs", headersTimeoutMs);
  const drainMs = checkMs("drainMs", options.drainMs ?? 0);
  const closeGraceMs = checkMs("closeGraceMs", options.closeGraceMs ?? 2_000);

  const inFlight = new InFlight(handler);
  const isAdmitted = limitPipelining();
  let isReady = true;
  const unsent = new Set<ServerResponse>();
  const answerHealth = toNodeListener(async () =>
    toResponse(jsonReply({ status: isReady ? "ready" : "closing" }, isReady ? 200 : 503)),
  );
  const server = createServer({
    ...{ headersTimeout, requestTimeout, maxHeaderSize: maxHeaderBytes },
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.ceil(Math.min(headersTimeout, requestTimeout) / 4) || 10_000,
  });
  server.on("request", (request, response) => {
    if (!isAdmitted(request, response)) return;
    response.shouldKeepAlive &&= isReady;
    response.setTimeout(requestTimeout).on("timeout", () => {
      // Otherwise the rest stays in memory for as long as the client likes. An answer yet to come isn't its fault.
      if (response.writableLength > 0) response.destroy();
    });
    const [path] = (request.url ?? "").split("?", 1);
    unsent.add(response);
    onceClosed(request, response, () => {
      unsent.delete(response);
      if (!server.listening) server.closeIdleConnections();
    });
    if (path === healthPath) answerHealth(request, response);
    else void inFlight.answer(request, response);
  });
  // Its only value is 100-continue, which node:http answers; others may be ignored (RFC 9110).
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  server.on("clientError", answerMalformed);
  await once(server.listen(port, hostname), "listening");

  const closeIdleConnections = server.closeIdleConnections.bind(server);
  // Called by `server.close()`, too: a connection whose answer is still on its way counts as idle.
  server.closeIdleConnections = () => {
    if (unsent.size > 0) return;
    closeIdleConnections();
    // The others have begun to send a request, or have sent nothing at all.
    setTimeout(() => unsent.size === 0 && server.closeAllConnections(), PATIENCE_MS).unref();
  };

  async function endAll(): Promise<void> {
    isReady = false;
    if (drainMs > 0) await new Promise((resolve) => setTimeout(resolve, drainMs));
    // Otherwise their clients would send the next requests to connections that end.
    for (const response of unsent) response.shouldKeepAlive = false;
    let timer = setTimeout(() => {
      inFlight.refuse();
      // A handler that ignores its signal loses its connection.
      timer = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    }, closeGraceMs);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(timer);
  }

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= endAll();
    return closing;
  };
  return { url: originOf(server), close, [Symbol.asyncDispose]: close };
}

function originOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  const isAnywhere = address === "0.0.0.0" || address === "::";
  const host = address.includes(":") ? `[${address}]` : address;
  return `http://${isAnywhere ? "localhost" : host}:${port}`;
}
