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
    const request: HttpRequest = {
      method: "GET",
      url: `${server.baseUrl}/v1/${name}`,
      headers: {},
      body: undefined,
      signal: AbortSignal.abort("left"),
      maxResponseBytes: 1000,
    };
    await expect(client(request)).rejects.toBe("left");
    const { signal } = new AbortController();
    const { status, text } = await client({ ...request, signal });
    expect([status, JSON.parse(text)]).toEqual([200, running]);
    expect(server.requests).toHaveLength(1);
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
  it("keeps its socket for the next call, and closes it", async () => {
    await using server = await startServer([{ body: running }]);
    const client = undiciClient({ connections: 1 });
    const operations = createHttpOperations({ baseUrl: server.baseUrl, client });
    await operations.getOperation({ name });
    await operations.getOperation({ name });
    expect([server.requests.length, server.connections]).toEqual([2, 1]);
    await client.close();
    await client.close();
    await expect(operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      rawMessage: "this undiciClient() is closed",
    });
  });

  it("takes a URL as it is written, and sends nothing for what is none of HTTP", async () => {
    await using server = await startServer([{ body: running }]);
    await using client = undiciClient();
    const { port } = new URL(server.baseUrl);
    const signal = new AbortController().signal;
    const request = {
      method: "GET",
      headers: {},
      body: undefined,
      signal,
      maxResponseBytes: 1000,
    } as const;
    const origin = server.baseUrl;
    for (const url of [
      `HTTP://LocalHost:${port}/a?b`,
      `http://127.0.0.1:0${port}/c`,
      origin,
      `${origin}?d=/e`,
      `${origin}//f`,
    ]) {
      expect((await client({ ...request, url })).status).toBe(200);
    }
    for (const url of ["elsewhere", "ftp://elsewhere.example/g", "ftp://elsewhere.example/h"]) {
      await expect(client({ ...request, url })).rejects.toThrow("Invalid URL");
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
