import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** What a server saw. */
export interface SeenRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/**
 * What it answers; `reset` closes the socket, `hang` says nothing, `stall` says nothing after the headers, `endless`
 * never stops, `echo` and `echo in pieces` say what was sent where the status or a chunk belongs.
 */
export type ScriptedAnswer =
  | "echo"
  | "echo in pieces"
  | "reset"
  | "hang"
  | "stall"
  | "endless"
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly body?: string | object;
    };

/** One answer after the other, the last one again and again; or a function that decides. */
export type Script = readonly ScriptedAnswer[] | ((request: SeenRequest) => ScriptedAnswer);

/** A real HTTP server with scripted answers. */
export async function startServer(script: Script) {
  const requests: SeenRequest[] = [];
  const requested = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const received = { method, url, headers, body: await text(request) };
    requests.push(received);
    const answer =
      typeof script === "function"
        ? script(received)
        : (script[Math.min(requests.length, script.length) - 1] ?? "hang");
    send(response, answer);
    requested.resolve();
  });
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    /** How many were ever opened. */
    get connections() {
      return sockets.length;
    },
    /** The clients have closed them all. */
    async disconnected() {
      const open = sockets.filter(({ closed }) => !closed);
      await Promise.all(
        open.map((socket) => new Promise((resolve) => socket.once("close", resolve))),
      );
    },
    /** The first request has arrived. */
    requested: requested.promise,
    /** Requests as `METHOD url`. */
    get lines() {
      return requests.map(({ method, url }) => `${method} ${url}`);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer === "hang") return;
  if (answer === "reset") {
    response.destroy();
  } else if (answer === "echo") {
    response.socket?.end(response.req.rawHeaders.join("\r\n"));
  } else if (answer === "echo in pieces") {
    response.socket?.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    response.socket?.end(response.req.rawHeaders.join("\r\n"));
  } else if (answer === "endless") {
    Readable.from(forever()).pipe(response);
  } else if (answer === "stall") {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"name":');
  } else {
    const { status = 200, headers = {}, body = "" } = answer;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  }
}

function* forever(): Generator<string> {
  for (;;) yield "x".repeat(10_000);
}

/** An AIP-193 error. */
export function failure(status: number, name: string, more: object = {}): ScriptedAnswer {
  return {
    status,
    body: { error: { code: status, message: `it is ${name}`, status: name, ...more } },
  };
}
