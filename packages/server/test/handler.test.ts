import { getEventListeners } from "node:events";
import { Code } from "@rx-lro/core";
import { readErrorResponse } from "@rx-lro/core/http";
import { describe, expect, it, vi } from "vitest";
import { createMemoryEngine, createOperationsHandler } from "../src/index.ts";
import { createScripted, untilAborted } from "./support/methods.ts";
import { createRecorder } from "./support/operations.ts";
import { BASE, send } from "./support/send.ts";

describe("the handler over an engine", () => {
  it("gets, lists, waits, cancels and deletes", async () => {
    await using engine = createMemoryEngine({ methods: { work: untilAborted } });
    const handler = createOperationsHandler(engine);
    const { name } = await engine.start("work", undefined, { parent: "projects/p" });
    const got = await send(handler, `GET /v1/${name}`);
    expect(got.json).toEqual(await engine.getOperation({ name }));
    expect([...got.headers]).toEqual([
      ["cache-control", "no-store"],
      ["content-type", "application/json; charset=utf-8"],
      ["x-request-id", expect.stringMatching(/^[\da-f-]{36}$/)],
    ]);
    const listed = await send(handler, "GET /v1/projects/p/operations?pageSize=500");
    expect(listed.json).toEqual({ operations: [got.json] });
    const held = await send(handler, `POST /v1/${name}:wait`, { timeout: "0s" });
    expect(held.json).toEqual(got.json);
    const cancelled = await send(handler, `POST /v1/${name}:cancel`, {});
    expect([cancelled.status, cancelled.json]).toEqual([200, {}]);
    const done = await send(handler, `POST /v1/${name}:wait`, { timeout: "10s" });
    expect(done.json).toMatchObject({ name, done: true, error: { code: Code.CANCELLED } });
    const deleted = await send(handler, `DELETE /v1/${name}`);
    expect([deleted.status, deleted.json]).toEqual([200, {}]);
    const gone = await send(handler, `GET /v1/${name}`);
    expect([gone.status, gone.json]).toEqual([
      404,
      {
        error: {
          code: 404,
          status: "NOT_FOUND",
          message: `there is no operation "${name}"`,
          details: [],
        },
      },
    ]);
    expect(readErrorResponse(gone)).toMatchObject({ code: Code.NOT_FOUND, unrouted: false });
  });

  it("answers cancel with UNIMPLEMENTED where the method can't be cancelled", async () => {
    const method = createScripted();
    const methods = { work: { run: method.run, cancellable: false } };
    await using engine = createMemoryEngine({ methods });
    const { name } = await engine.start("work", undefined);
    const { status, json } = await send(createOperationsHandler(engine), `POST /v1/${name}:cancel`);
    expect([status, json.error.status]).toEqual([501, "UNIMPLEMENTED"]);
    method.succeed({});
  });

  it("ends the call when the client goes away during a wait", async () => {
    const method = createScripted();
    await using engine = createMemoryEngine({ methods: { work: method.run } });
    const { name } = await engine.start("work", undefined);
    const controller = new AbortController();
    const codes: unknown[] = [];
    const handler = createOperationsHandler(engine, {
      log: ({ code, err }) => codes.push(code, err),
    });
    const { signal } = controller;
    const answer = handler(new Request(`${BASE}/v1/${name}:wait`, { method: "POST", signal }));
    await method.began;
    controller.abort();
    expect((await answer).status).toBe(499);
    expect(codes).toEqual(["CANCELLED", undefined]);
    method.succeed({});
  });
});

describe("requests", () => {
  it("that are answered have no listener on their signals", async () => {
    const request = new Request(`${BASE}/v1/operations/x`);
    const { status } = await createOperationsHandler(createRecorder().operations)(request);
    expect([status, getEventListeners(request.signal, "abort")]).toEqual([200, []]);
  });

  it("whose client has gone already reach nothing", async () => {
    const { operations, received } = createRecorder();
    const authorize = vi.fn();
    const handler = createOperationsHandler(operations, { authorize });
    const gone = { method: "DELETE", signal: AbortSignal.abort() };
    const { status } = await handler(new Request(`${BASE}/v1/operations/x`, gone));
    expect({ status, received }).toEqual({ status: 499, received: [] });
    expect(authorize).not.toHaveBeenCalled();
  });

  it.each([
    ["GET /v1/operations/x", ["get", { name: "operations/x" }]],
    ["GET /v1beta1/operations/x?", ["get", { name: "operations/x" }]],
    ["GET /v1alpha/projects/p/operations/A/B", ["get", { name: "projects/p/operations/A/B" }]],
    ["GET /v1p1beta1/operations/a+b%2B=", ["get", { name: "operations/a+b+=" }]],
    ["GET /v1/operations/operations%2Fx", ["get", { name: "operations/x" }]],
    [
      "GET /v1/operations/projects%2fp%2foperations%2fx",
      ["get", { name: "projects/p/operations/x" }],
    ],
    ["GET /v1/projects%2Fp%2Foperations%2Fx", ["get", { name: "projects/p/operations/x" }]],
    ["GET /v1/operations/a%2Fb", ["get", { name: "operations/a/b" }]],
    ["GET /v1/operations/operations%2Fabc", ["get", { name: "operations/abc" }]],
    [
      "GET /v1/projects/p/operations/operations%2Fx",
      ["get", { name: "projects/p/operations/operations/x" }],
    ],
    ["GET /v1/operations/operations%2Fa/b", ["get", { name: "operations/operations/a/b" }]],
    ["GET /v1/operations/a%252Fb", ["get", { name: "operations/a%2Fb" }]],
    ["GET /v1/operations/operations%2Fa%252fb%25", ["get", { name: "operations/a%2fb%" }]],
    ["GET /v1/projects/a%252Fb/operations", ["list", { name: "projects/a%2Fb" }]],
    ["GET /v1/operations?name=projects/a%252Fb", ["list", { name: "projects/a%2Fb" }]],
    ["POST /v1/operations/a%252Fb%2525:cancel", ["cancel", { name: "operations/a%2Fb%25" }]],
    ["GET /v1/operations/x%3Acancel", ["get", { name: "operations/x:cancel" }]],
    [
      "GET /v1/operations/x?alt=json&$alt=json;enum-encoding=int&prettyPrint=false&key=k&quotaUser=u&$.xgafv=2",
      ["get", { name: "operations/x" }],
    ],
    [
      "GET /v1/operations/x?fields=name,done",
      ["get", { name: "operations/x" }, { fields: "name,done" }],
    ],
    ["HEAD /v1/operations/x", ["get", { name: "operations/x" }]],
    ["GET /v1/operations", ["list", { name: "" }]],
    ["GET /v1/projects/p/operations/operations/operations", ["list", { name: "projects/p" }]],
    ["GET /v1/projects/p/operations/x/operations", ["list", { name: "projects/p/operations/x" }]],
    ["GET /v1beta1/operations?name=projects/p&pageSize=", ["list", { name: "projects/p" }]],
    [
      "GET /v1beta/projects/p/operations?filter=a%3Db&pageSize=7&pageToken=t&returnPartialSuccess=true",
      [
        "list",
        {
          name: "projects/p",
          filter: "a=b",
          pageSize: 7,
          pageToken: "t",
          returnPartialSuccess: true,
        },
      ],
    ],
    [
      "GET /v1/projects/p/operations?page_size=7&page_token=t&return_partial_success=false",
      ["list", { name: "projects/p", pageSize: 7, pageToken: "t", returnPartialSuccess: false }],
    ],
    ["POST /v1/operations/x:cancel", ["cancel", { name: "operations/x" }]],
    ["POST /v1/operations/operations%2Fx:cancel", ["cancel", { name: "operations/x" }]],
    ["POST /v1/operations/x:wait", ["wait", { name: "operations/x" }]],
    [
      "POST /v1/operations/x:wait?timeout=3.5s",
      ["wait", { name: "operations/x", timeoutMs: 3500 }],
    ],
    ["DELETE /v1/operations/x", ["delete", { name: "operations/x" }]],
  ])("%s arrives", async (line, expected) => {
    const { operations, received } = createRecorder();
    const { status } = await send(createOperationsHandler(operations), line);
    expect({ status, received }).toEqual({ status: 200, received: [expected] });
  });

  it.each(["", "{}", '""', "null", " ", '{"name":"other"}'])(
    "takes %j as the body of cancel",
    async (body) => {
      const { operations, received } = createRecorder();
      const { status } = await send(
        createOperationsHandler(operations),
        "POST /v1/operations/x:cancel",
        body,
      );
      expect({ status, received }).toEqual({
        status: 200,
        received: [["cancel", { name: "operations/x" }]],
      });
    },
  );

  it.each([
    ['{"timeout":"3.5s"}', "", 3500],
    ['{"timeout":"1s"}', "?timeout=2s", 1000],
    ['{"timeout":null}', "?timeout=2s", 2000],
    ["{}", "?timeout=", undefined],
  ])(
    "reads wait's timeout from the body %s before the query %j",
    async (body, query, timeoutMs) => {
      const { operations, received } = createRecorder();
      await send(createOperationsHandler(operations), `POST /v1/operations/x:wait${query}`, body);
      expect(received).toEqual([
        ["wait", { name: "operations/x", ...(timeoutMs && { timeoutMs }) }],
      ]);
    },
  );

  it.each([
    ["GET /v1/operations/%zz", undefined, "name"],
    ["GET /v1/operations/%00", undefined, "name"],
    ["GET /v1/operations%2F..%2Fx", undefined, "name"],
    ["GET /v1/projects%2F..%2Fp/operations", undefined, "name"],
    ["GET /v1/operations?name=/p", undefined, "name"],
    ["GET /v1/operations?pageSize=ten", undefined, "pageSize"],
    ["GET /v1/operations?pageSize=-1", undefined, "pageSize"],
    ["GET /v1/operations?pageSize=1e3", undefined, "pageSize"],
    ["GET /v1/operations?pageSize=2147483648", undefined, "pageSize"],
    ["GET /v1/operations?returnPartialSuccess=maybe", undefined, "returnPartialSuccess"],
    ["POST /v1/operations/x:wait", '{"timeout":"-1s"}', "timeout"],
    ["POST /v1/operations/x:wait", '{"timeout":5}', "timeout"],
    ["POST /v1/operations/x:wait?timeout=soon", undefined, "timeout"],
    ["POST /v1/operations/x:wait", "{", "body"],
    ["POST /v1/operations/x:cancel", "[]", "body"],
    ["POST /v1/operations/x:cancel", '"text"', "body"],
    ["POST /v1/operations/x:cancel", "x".repeat(65_537), "body"],
  ])("%s is refused with the bad field", async (line, body, field) => {
    const { operations, received } = createRecorder();
    const { status, json } = await send(createOperationsHandler(operations), line, body);
    expect({ status, received, json }).toEqual({
      status: 400,
      received: [],
      json: {
        error: {
          code: 400,
          status: "INVALID_ARGUMENT",
          message: expect.stringContaining(`${field}: `),
          details: [
            {
              "@type": "type.googleapis.com/google.rpc.BadRequest",
              fieldViolations: [{ field, description: expect.any(String) }],
            },
          ],
        },
      },
    });
  });

  it("may have a body as large as the limit", async () => {
    const { operations } = createRecorder();
    const handler = createOperationsHandler(operations, { maxBodyBytes: 10 });
    const line = "POST /v1/operations/x:cancel";
    const statuses = [];
    for (const body of ["{        }", "{         }"]) {
      statuses.push((await send(handler, line, body)).status);
    }
    expect(statuses).toEqual([200, 400]);
  });

  it("follow other bindings when they are given", async () => {
    const { operations, received } = createRecorder();
    const path = "/storage/v1/{name=b/*/operations/*}";
    const handler = createOperationsHandler(operations, {
      bindings: {
        get: { method: "GET", path },
        cancel: { method: "POST", path: `${path}/cancel` },
      },
    });
    const statuses = [];
    for (const line of [
      "GET /storage/v1/b/B/operations/7",
      "POST /storage/v1/b/B/operations/7/cancel",
      "GET /storage/v1/b/B/operations",
    ]) {
      statuses.push((await send(handler, line)).status);
    }
    expect(statuses).toEqual([200, 200, 404]);
    expect(received).toEqual([
      ["get", { name: "b/B/operations/7" }],
      ["cancel", { name: "b/B/operations/7" }],
    ]);
  });
});

describe("routes", () => {
  it.each([
    "GET /",
    "GET /v1",
    "GET /v1/",
    "GET /favicon.ico",
    "GET /operations/x",
    "POST /beta/operations/x:cancel",
    "OPTIONS /x",
  ])("%s isn't there, which clients tell from an operation that isn't", async (line) => {
    const { operations, received } = createRecorder();
    const answer = await send(createOperationsHandler(operations), line);
    expect(answer.json).toEqual({
      error: { code: 404, message: expect.stringMatching(/^there is no \/.* here$/) },
    });
    expect(readErrorResponse(answer)).toMatchObject({ code: Code.NOT_FOUND, unrouted: true });
    expect(received).toEqual([]);
  });

  it.each([
    ["POST /v1/operations/x", "GET, DELETE, HEAD, OPTIONS"],
    ["PUT /v1/operations/x", "GET, DELETE, HEAD, OPTIONS"],
    ["GET /v1/operations/x:cancel", "POST, OPTIONS"],
    ["DELETE /v1/operations/x:wait", "POST, OPTIONS"],
  ])("%s is answered with what is allowed", async (line, allow) => {
    const { operations, received } = createRecorder();
    const { status, headers, text } = await send(createOperationsHandler(operations), line);
    expect([status, headers.get("allow"), received]).toEqual([405, allow, []]);
    expect(readErrorResponse({ status, text }).unrouted).toBe(true);
  });

  it("OPTIONS tells what is allowed", async () => {
    const { operations } = createRecorder();
    const handler = createOperationsHandler(operations);
    const { status, headers, text } = await send(handler, "OPTIONS /v1/operations/x:wait");
    expect([status, headers.get("allow"), text]).toEqual([204, "POST, OPTIONS", ""]);
  });

  it("HEAD has GET's status and headers, and no body", async () => {
    const handler = createOperationsHandler(createRecorder().operations);
    const answers = await Promise.all(
      ["HEAD /v1/operations/x", "HEAD /nothing"].map((line) => send(handler, line)),
    );
    expect(
      answers.map(({ status, headers, text }) => [status, headers.get("content-type"), text]),
    ).toEqual([
      [200, "application/json; charset=utf-8", ""],
      [404, "application/json; charset=utf-8", ""],
    ]);
  });
});

describe("createOperationsHandler()", () => {
  it("refuses a limit that isn't a number and a path that isn't a template", () => {
    const { operations } = createRecorder();
    expect(() => createOperationsHandler(operations, { maxBodyBytes: Number.NaN })).toThrow(
      RangeError,
    );
    const bindings = { get: { method: "GET", path: "/v1/{name" } } as const;
    expect(() => createOperationsHandler(operations, { bindings })).toThrow(TypeError);
  });
});
