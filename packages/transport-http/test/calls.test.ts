import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { Code } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { createHttpOperations, earthEngine, type HttpOperationsOptions } from "../src/index.ts";
import { clients, name, running } from "./clients.ts";
import { failure, type Script, type ScriptedAnswer, startServer } from "./scripted-server.ts";

describe.each(clients)("over $client", ({ open, serve }) => {
  const { baseUrl: _, ...preset } = earthEngine({ version: "v1" });
  const setUp = (script: Script, options: Partial<HttpOperationsOptions> = {}) =>
    serve(script, { ...preset, ...options });

  it("gets an operation as it was sent", async () => {
    await using it = await setUp([{ body: running, headers: { "content-type": "text/plain" } }]);
    expect(await it.operations.getOperation({ name })).toEqual(running);
    expect(it.server.requests).toEqual([
      {
        method: "GET",
        url: "/v1/projects/p/operations/x",
        headers: expect.objectContaining({ accept: "application/json" }),
        body: "",
      },
    ]);
    expect(it.server.requests[0]?.headers).not.toHaveProperty("authorization");
    expect(it.server.requests[0]?.headers).not.toHaveProperty("content-type");
  });

  it("lists a page", async () => {
    await using it = await setUp([
      { body: { operations: [running], nextPageToken: "t" } },
      { body: "{}" },
    ]);
    expect(
      await it.operations.listOperations({ name: "projects/p", pageSize: 1, filter: "a=b" }),
    ).toEqual({
      operations: [running],
      nextPageToken: "t",
    });
    expect(
      await it.operations.listOperations({ name: "projects/p", pageSize: 0, pageToken: "t+/=" }),
    ).toEqual({
      operations: [],
    });
    expect(it.server.lines).toEqual([
      "GET /v1/projects/p/operations?pageSize=1&filter=a%3Db",
      "GET /v1/projects/p/operations?pageSize=0&pageToken=t%2B%2F%3D",
    ]);
  });

  it("cancels without a body", async () => {
    await using it = await setUp([{ body: "{}" }]);
    expect(await it.operations.cancelOperation({ name })).toBeUndefined();
    const [request] = it.server.requests;
    expect([it.server.lines, request?.body, request?.headers["content-length"]]).toEqual([
      ["POST /v1/projects/p/operations/x:cancel"],
      "",
      "0",
    ]);
  });

  it.each<ScriptedAnswer>([{ status: 204 }, { body: "{}" }])(
    "deletes, answered with %j",
    async (answer) => {
      await using it = await setUp([answer]);
      expect(await it.operations.deleteOperation({ name })).toBeUndefined();
      expect(it.server.lines).toEqual(["DELETE /v1/projects/p/operations/x"]);
    },
  );

  it("waits with the timeout in the body", async () => {
    await using it = await setUp([{ body: running }]);
    expect(await it.operations.waitOperation({ name, timeoutMs: 3500 })).toEqual(running);
    const [request] = it.server.requests;
    expect([it.server.lines, request?.body, request?.headers["content-type"]]).toEqual([
      ["POST /v1/projects/p/operations/x:wait"],
      '{"timeout":"3.5s"}',
      "application/json",
    ]);
  });

  it("asks for some fields only", async () => {
    await using it = await setUp([{ body: running }]);
    await it.operations.getOperation({ name }, { fields: "name,done" });
    await it.operations.waitOperation({ name }, { fields: "done" });
    expect(it.server.lines).toEqual([
      "GET /v1/projects/p/operations/x?fields=name%2Cdone",
      "POST /v1/projects/p/operations/x:wait?fields=done",
    ]);
  });

  it("encodes odd names and takes a base URL with a path", async () => {
    await using it = await setUp([{ body: running }]);
    const baseUrl = `${it.server.baseUrl}/api/`;
    await using client = open();
    const operations = createHttpOperations({ baseUrl, client });
    await operations.getOperation({ name: "operations/a+b/c=:d é" });
    expect(it.server.lines).toEqual(["GET /api/v1/operations/a%2Bb/c%3D%3Ad%20%C3%A9"]);
  });

  it("rejects with the error of the service", async () => {
    const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R", domain: "d" };
    await using it = await setUp([failure(404, "NOT_FOUND", { details: [info] })]);
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      message: "[NOT_FOUND] it is NOT_FOUND",
      code: Code.NOT_FOUND,
      httpStatus: 404,
      details: [info],
      unrouted: false,
    });
  });

  it("tells a route that isn't there", async () => {
    const headers = { "content-type": "text/html" };
    await using it = await setUp([{ status: 404, headers, body: "<title>Not Found</title>" }]);
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      message: '[NOT_FOUND] HTTP 404 without an error message: "Not Found"; check the base URL',
      unrouted: true,
    });
  });

  it.each(["", "null", "<p>Sign in</p>"])("rejects an operation that is %j", async (body) => {
    await using it = await setUp([{ body }]);
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.INTERNAL,
    });
    expect(it.server.requests).toHaveLength(1);
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("reads what a proxy encodes with %s unasked, up to the limit", async (encoding, encode) => {
    const headers = { "content-encoding": encoding };
    const answers = [running, { name: "x".repeat(1000) }].map((operation) => ({
      headers,
      body: encode(JSON.stringify(operation)),
    }));
    await using it = await setUp([...answers, { headers, body: "no such encoding" }], {
      maxResponseBytes: 1000,
      retry: false,
    });
    expect(await it.operations.getOperation({ name })).toEqual(running);
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.INTERNAL,
      rawMessage: "the answer exceeds maxResponseBytes: 1000",
    });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
    });
  });

  it("rejects with INTERNAL for an answer that is too long", async () => {
    await using it = await setUp([{ body: JSON.stringify({ name: "é".repeat(600) }) }], {
      maxResponseBytes: 1000,
    });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.INTERNAL,
      rawMessage: "the answer exceeds maxResponseBytes: 1000",
    });
  });

  it("reads an answer that is just as long as it may be", async () => {
    const maxResponseBytes = Buffer.byteLength(JSON.stringify(running));
    await using it = await setUp([{ body: JSON.stringify(running) }], { maxResponseBytes });
    expect(await it.operations.getOperation({ name })).toEqual(running);
  });

  it("reads characters that arrive in pieces", async () => {
    const long = { name, metadata: { text: "é€😀".repeat(50_000) } };
    await using it = await setUp([{ body: long }]);
    expect(await it.operations.getOperation({ name })).toEqual(long);
  });

  it("says that nothing answers", async () => {
    const closed = await startServer([]);
    await closed[Symbol.asyncDispose]();
    const { baseUrl } = closed;
    await using it = await setUp([], { baseUrl, retry: false });
    await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      rawMessage: `getOperation ${name}: no answer from ${baseUrl}: connect ECONNREFUSED ${new URL(baseUrl).host}`,
      cause: expect.any(Error),
      httpStatus: undefined,
    });
  });

  it("says that the connection broke", async () => {
    await using it = await setUp(["reset"], { retry: false });
    const call = it.operations.getOperation({ name });
    await expect(call).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      rawMessage: expect.stringMatching(
        `^getOperation ${name}: no answer from ${it.server.baseUrl}: (other side closed|socket hang up)$`,
      ),
    });
  });

  describe("redirects", () => {
    it.each(["/elsewhere", "there?x=1", "//", "http://"])(
      "to %j are not followed",
      async (location) => {
        await using it = await setUp([{ status: 302, headers: { location } }, { body: running }]);
        await expect(it.operations.getOperation({ name })).rejects.toMatchObject({
          code: Code.FAILED_PRECONDITION,
          httpStatus: 302,
          rawMessage: `HTTP 302 leads to "${location}", which isn't followed; check the base URL`,
        });
        expect(it.server.requests).toHaveLength(1);
      },
    );

    it("take no credentials to another origin", async () => {
      await using other = await startServer([{ body: running }]);
      const location = `${other.baseUrl}/v1/x`;
      await using it = await setUp([{ status: 307, headers: { location } }], {
        accessToken: () => "secret",
      });
      for (const method of ["getOperation", "cancelOperation"] as const) {
        await expect(it.operations[method]({ name })).rejects.toMatchObject({
          code: Code.FAILED_PRECONDITION,
          rawMessage: `HTTP 307 leads to "${location}", which isn't followed; check the base URL`,
        });
      }
      expect(other.requests).toEqual([]);
      expect(it.server.requests).toHaveLength(2);
    });
  });
});
