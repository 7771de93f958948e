import { createServer, type IncomingMessage } from "node:http";
import { Code, type OperationsMethod } from "@rx-lro/core";
import { createHttpOperations } from "@rx-lro/transport-http";
import { describe, expect, it } from "vitest";
import {
  createMemoryEngine,
  createOperationsHandler,
  type RequestLog,
  restrictOperations,
} from "../src/index.ts";
import { serve, toNodeListener } from "../src/node/index.ts";
import { untilAborted } from "./support/methods.ts";
import { createRecorder } from "./support/operations.ts";
import { BASE, send } from "./support/send.ts";

const isOurs = (name: string) => name === "projects/p" || name.startsWith("projects/p/operations/");

/** A service that writes down what it is asked, and answers with more headers than it should. */
async function startService(answer: (request: Request) => Promise<Response>) {
  const requests: Pick<IncomingMessage, "method" | "url" | "headers">[] = [];
  const listener = toNodeListener(answer);
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    requests.push({ method: method ?? "", url: url ?? "", headers });
    response.setHeader("set-cookie", "upstream=secret");
    response.setHeader("x-upstream", "secret");
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createRelay(baseUrl: string) {
  const operations = createHttpOperations({ baseUrl, accessToken: () => "upstream-token" });
  const methods: OperationsMethod[] = ["get", "list", "cancel"];
  return createOperationsHandler(restrictOperations(operations, { methods, names: isOurs }));
}

describe("a relay", () => {
  it("sends its own credentials and nothing of the browser's, and answers nothing of the service's but JSON", async () => {
    await using engine = createMemoryEngine({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined, { parent: "projects/p" });
    await using service = await startService(createOperationsHandler(engine));
    await using relay = await serve(createRelay(service.url));
    const answers = [];
    for (const [method, path] of [
      ["GET", `${name}?fields=name,done&key=browser-key&access_token=browser-token`],
      ["GET", "projects/p/operations?filter=done%3Dfalse&fields=operations(name)"],
      ["POST", `${name}:cancel`],
    ] as const) {
      const headers = {
        authorization: "Bearer browser-token",
        cookie: "session=browser",
        "x-goog-user-project": "browser-project",
        "x-forwarded-for": "browser-address",
      };
      const response = await fetch(`${relay.url}/v1/${path}`, { method, headers });
      answers.push([response.status, await response.json()]);
      const told = JSON.stringify([...response.headers]);
      expect(told).not.toMatch(/secret|upstream/);
    }
    expect(answers).toEqual([
      [200, { name, done: false }],
      [200, { operations: [{ name }] }],
      [200, {}],
    ]);
    expect(service.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET /v1/${name}?fields=name%2Cdone`,
      "GET /v1/projects/p/operations?filter=done%3Dfalse",
      `POST /v1/${name}:cancel`,
    ]);
    for (const { headers } of service.requests) {
      expect(headers.authorization).toBe("Bearer upstream-token");
      expect(JSON.stringify(headers)).not.toContain("browser");
    }
  });

  it.each([
    "DELETE /v1/projects/p/operations/x",
    "POST /v1/projects/p/operations/x:wait",
    "GET /v1/projects/q/operations/x",
    "GET /v1/projects/p2/operations/x",
    "GET /v1/projects/q/operations",
    "GET /v1/operations",
    "GET /v1/operations?name=projects/q",
    "GET /v1/operations/projects%2Fq%2Foperations%2Fx",
    "POST /v1/projects/q/operations/x:cancel",
  ])("answers %s with 403 and sends no request", async (line) => {
    await using service = await startService(async () => Response.json({}));
    const { status, json } = await send(createRelay(service.url), line);
    expect([status, json.error.status]).toEqual([403, "PERMISSION_DENIED"]);
    expect(service.requests).toEqual([]);
  });

  it.each([
    ["http://evil.example/v1/projects/p/operations/x", 200, ["/v1/projects/p/operations/x"]],
    ["//evil.example/v1/projects/p/operations/x", 404, []],
    ["/v1/projects/p/operations/http:%2F%2Fevil.example", 400, []],
    ["/v1/projects/p/operations/x%3Fa=b", 400, []],
    ["/v1/projects/p/operations/%2e%2e%2f%2e%2e%2fq", 400, []],
    ["/v1/projects/p/operations/x/../../../q/operations/y", 403, []],
    [
      "/v1/projects/p/operations/x@evil.example",
      200,
      ["/v1/projects/p/operations/x%40evil.example"],
    ],
  ])("asks its service alone for GET %s, if anybody", async (target, status, asked) => {
    await using service = await startService(async () => Response.json({ name: "x" }));
    const url = target.startsWith("http:") ? target : BASE + target;
    const answer = await createRelay(service.url)(new Request(url));
    expect([answer.status, service.requests.map((request) => request.url)]).toEqual([
      status,
      asked,
    ]);
  });

  it("follows no redirect, and doesn't tell where it leads", async () => {
    await using other = await startService(async () => Response.json({ name: "stolen" }));
    await using service = await startService(async () => {
      return new Response(null, { status: 302, headers: { location: `${other.url}/?t=secret` } });
    });
    const relay = createRelay(service.url);
    const { status, text } = await send(relay, "GET /v1/projects/p/operations/x");
    expect(status).toBe(400);
    expect(text).toContain("the service behind this one has moved");
    expect(text).not.toMatch(/secret|127\.0\.0\.1/);
    expect(other.requests).toEqual([]);
  });

  it.each([
    ["that it is away", { baseUrl: "http://127.0.0.1:9" }],
    [
      "that there is no token",
      {
        baseUrl: "https://internal.example",
        accessToken: () => Promise.reject(new Error("print-token --secret internal: failed")),
      },
    ],
  ])(
    "tells %s, but neither the service's address nor what failed, except to the log",
    async (_what, options) => {
      const entries: RequestLog[] = [];
      const operations = createHttpOperations({ ...options, retry: false });
      const relay = createOperationsHandler(operations, { log: (entry) => entries.push(entry) });
      const { status, json, text } = await send(relay, "GET /v1/operations/x");
      expect([status, json.error.status]).toEqual([503, "UNAVAILABLE"]);
      expect(text).not.toMatch(/127\.0\.0\.1|internal/);
      expect(String(entries[0]?.err)).toMatch(/127\.0\.0\.1|internal/);
    },
  );

  it.each([
    [200, 500, "INTERNAL"],
    [404, 404, undefined],
    [502, 503, "UNAVAILABLE"],
  ])("tells nothing of a proxy's page with %i, except to the log", async (given, told, code) => {
    await using service = await startService(async () => {
      return new Response("<title>proxy.internal: no 10.0.0.7</title>", { status: given });
    });
    const entries: RequestLog[] = [];
    const operations = createHttpOperations({ baseUrl: service.url, retry: false });
    const relay = createOperationsHandler(operations, { log: (entry) => entries.push(entry) });
    const { status, json } = await send(relay, "GET /v1/operations/x");
    const message = "the service behind this one gave no readable answer";
    expect([status, json.error.status, json.error.message]).toEqual([told, code, message]);
    expect(String(entries[0]?.err)).toContain("proxy.internal");
  });

  it("shows what is listed, whatever the mask", async () => {
    await using engine = createMemoryEngine({ methods: { work: untilAborted } });
    await engine.start("work", undefined, { parent: "projects/p" });
    await using service = await startService(createOperationsHandler(engine));
    const line = "GET /v1/projects/p/operations?fields=operations/done";
    const { json } = await send(createRelay(service.url), line);
    expect(json).toEqual({ operations: [{ done: false }] });
  });

  it("tells the service's errors, without the credentials that they quote", async () => {
    await using service = await startService(async ({ headers }) => {
      const message = `bad token ${headers.get("authorization")}`;
      const error = { code: 401, message, status: "UNAUTHENTICATED" };
      return Response.json({ error }, { status: 401, headers: { "www-authenticate": message } });
    });
    const relay = createRelay(service.url);
    const { status, text, headers } = await send(relay, "GET /v1/projects/p/operations/x");
    expect([status, headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(text).not.toContain("upstream-token");
  });
});

describe("restrictOperations()", () => {
  it("shows the listed operations whose names may be used", async () => {
    const { operations } = createRecorder({
      listOperations: async () => ({
        operations: [{ name: "projects/p/operations/x" }, { name: "projects/q/operations/y" }],
        nextPageToken: "t",
      }),
    });
    const restricted = restrictOperations(operations, { names: isOurs });
    expect(await restricted.listOperations({ name: "projects/p" })).toEqual({
      operations: [{ name: "projects/p/operations/x" }],
      nextPageToken: "t",
    });
  });

  it("passes on what isn't restricted, and the facts", async () => {
    await using engine = createMemoryEngine({ methods: { work: untilAborted } });
    const { name } = await engine.start("work", undefined, { parent: "projects/p" });
    const restricted = restrictOperations(engine, { methods: ["get", "wait", "delete"] });
    expect(restricted.service).toBe(engine.service);
    expect([...(restricted.methods ?? [])]).toEqual(["get", "wait", "delete"]);
    expect(restricted.listParent?.(name)).toBe("projects/p");
    expect(restricted.readMetadata?.({ progress: 0.5 })).toMatchObject({ progress: 0.5 });
    expect((await restricted.waitOperation({ name, timeoutMs: 0 })).name).toBe(name);
    await expect(restricted.cancelOperation({ name })).rejects.toMatchObject({
      code: Code.PERMISSION_DENIED,
    });
    await restricted.deleteOperation({ name });
    await expect(engine.getOperation({ name })).rejects.toMatchObject({ code: Code.NOT_FOUND });
    const open = restrictOperations(createRecorder().operations, {});
    await open.cancelOperation({ name });
    expect([open.service, open.methods, open.listParent, open.readMetadata]).toEqual(
      Array(4).fill(undefined),
    );
  });
});
