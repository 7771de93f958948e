import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Recording } from "./recording.ts";

/** A real HTTP server that answers every request as recorded. */
export async function startAnsweringServer({ status, contentType, body }: Recording) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, contentType === undefined ? {} : { "content-type": contentType });
    response.end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
