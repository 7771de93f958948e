import { Code } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import {
  createHttpOperations,
  fetchClient,
  type HttpClient,
  type HttpRequest,
} from "../src/index.ts";
import { undiciClient } from "../src/node/index.ts";
import { clients, name, response, running } from "./clients.ts";
import { runProgram } from "./run-program.ts";
import { startServer } from "./scripted-server.ts";

/** A request that nobody aborts. */
function requestTo(url: string): HttpRequest {
  const { signal } = new AbortController();
  return { method: "GET", url, headers: {}, body: undefined, signal, maxResponseBytes: 1000 };
}

describe("a client", () => {
  it("can't add headers to the calls that follow", async () => {
    const seen: string[][] = [];
    const client: HttpClient = async ({ headers }) => {
      seen.push(Object.keys(headers));
      Reflect.set(headers, "authorization", "Bearer of this call");
      return response(200);
    };
    const operations = createHttpOperations({ baseUrl: "http://localhost", client });
    await operations.getOperation({ name });
    await operations.getOperation({ name });
    expect(seen).toEqual([["accept"], ["accept"]]);
  });
});

describe.each(clients)("$client()", ({ open }) => {
  it("sends nothing for a signal that is aborted already", async () => {
    await using server = await startServer([{ body: running }]);
    await using client = open();
    const request = requestTo(`${server.baseUrl}/v1/${name}`);
    const left = client({ ...request, signal: AbortSignal.abort("left") });
    await expect(left).rejects.toBe("left");
    const { status, text } = await client(request);
    expect([status, JSON.parse(text)]).toEqual([200, running]);
    expect(server.requests).toHaveLength(1);
  });

  it.each(["hang", "stall"] as const)("ends with its signal during %j", async (answer) => {
    await using server = await startServer([answer]);
    await using client = open();
    const controller = new AbortController();
    const call = client({ ...requestTo(server.baseUrl), signal: controller.signal });
    await server.requested;
    controller.abort("left");
    await expect(call).rejects.toBe("left");
    await server.disconnected();
  });

  it("stops reading an answer that is too long", async () => {
    await using server = await startServer(["endless"]);
    await using client = open();
    await expect(client(requestTo(server.baseUrl))).rejects.toMatchObject({
      rawMessage: "the answer exceeds maxResponseBytes: 1000",
    });
    await server.disconnected();
  });
});

describe("fetchClient()", () => {
  it("takes a fetch, so that a service can be in the same process", async () => {
    const seen: Request[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      seen.push(new Request(url, init));
      return Response.json(running);
    };
    const operations = createHttpOperations({
      baseUrl: "http://localhost",
      client: fetchClient({ fetch }),
    });
    expect(await operations.getOperation({ name })).toEqual(running);
    expect(seen.map(({ method, url, redirect }) => [method, url, redirect])).toEqual([
      ["GET", `http://localhost/v1/${name}`, "manual"],
    ]);
  });

  it("explains a redirect that a browser hides", async () => {
    const fetch = async () => Response.error();
    const operations = createHttpOperations({
      baseUrl: "http://localhost",
      client: fetchClient({ fetch }),
    });
    await expect(operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: 'HTTP 302 without an error message: ""; check the base URL',
    });
  });

  it("reports what a browser says of a network that fails", async () => {
    const cause = new TypeError("Failed to fetch");
    const fetch = () => Promise.reject(cause);
    const client = fetchClient({ fetch });
    const operations = createHttpOperations({ baseUrl: "http://localhost", client, retry: false });
    await expect(operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      rawMessage: `getOperation ${name}: no answer from http://localhost: Failed to fetch`,
      cause,
    });
  });

  it("reports the code of a cause that has no message", async () => {
    const refused = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
    const cause = new TypeError("fetch failed", { cause: refused });
    const client = fetchClient({ fetch: () => Promise.reject(cause) });
    const operations = createHttpOperations({ baseUrl: "http://localhost", client, retry: false });
    await expect(operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      rawMessage: `getOperation ${name}: no answer from http://localhost: ECONNREFUSED`,
      cause,
    });
  });
});

describe("undiciClient()", () => {
  it("keeps a socket for the next call to each origin, and closes them", async () => {
    await using server = await startServer([{ body: running }]);
    const client = undiciClient({ connections: 1 });
    const { baseUrl } = server;
    const operations = createHttpOperations({ baseUrl, client });
    for (let time = 0; time < 2; time += 1) {
      await operations.getOperation({ name });
      await client(requestTo(baseUrl.replace("127.0.0.1", "localhost")));
    }
    expect([server.requests.length, server.connections]).toEqual([4, 2]);
    await client.close();
    await client.close();
    await server.disconnected();
    await expect(operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: "this undiciClient() is closed",
    });
  });

  it("lets a request in line end with its signal, and sends it no more", async () => {
    await using server = await startServer(["hang", { body: running }]);
    await using client = undiciClient({ connections: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const request = requestTo(server.baseUrl);
    const sent = client({ ...request, signal: first.signal });
    const waiting = client({ ...request, signal: second.signal });
    await server.requested;
    second.abort("enough");
    await expect(waiting).rejects.toBe("enough");
    const late = client({ ...request, signal: AbortSignal.abort("late") });
    await expect(late).rejects.toBe("late");
    first.abort("left");
    await expect(sent).rejects.toBe("left");
    expect((await client(request)).status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  it("takes a URL as it is written, and sends nothing for what is none of HTTP", async () => {
    await using server = await startServer([{ body: running }]);
    await using client = undiciClient();
    const { port } = new URL(server.baseUrl);
    const origin = server.baseUrl;
    for (const url of [
      `HTTP://LocalHost:${port}/a?b`,
      `http://127.0.0.1:0${port}/c`,
      origin,
      `${origin}?d=/e`,
      `${origin}//f`,
    ]) {
      expect((await client(requestTo(url))).status).toBe(200);
    }
    for (const url of ["elsewhere", "ftp://elsewhere.example/g", "ftp://elsewhere.example/h"]) {
      await expect(client(requestTo(url))).rejects.toThrow("Invalid URL");
    }
    expect(server.lines).toEqual(["GET /a?b", "GET /c", "GET /", "GET /?d=/e", "GET //f"]);
  });

  it("lets a process end that has idle sockets", async () => {
    await using server = await startServer([{ body: running }]);
    const ended = await runProgram(`
      import { createHttpOperations } from "@rx-lro/transport-http";
      import { undiciClient } from "@rx-lro/transport-http/node";
      const client = undiciClient({ keepAliveMs: 600_000 });
      const operations = createHttpOperations({ baseUrl: ${JSON.stringify(server.baseUrl)}, client });
      console.log((await operations.getOperation({ name: "operations/x" })).name);
    `);
    expect(ended).toEqual({ stdout: `${name}\n`, exitCode: 0 });
  });
});
