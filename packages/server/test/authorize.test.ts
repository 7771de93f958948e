import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { createOperationsHandler, type OperationsCall, type RequestLog } from "../src/index.ts";
import { createRecorder } from "./support/operations.ts";
import { BASE, send } from "./support/send.ts";

const LINES = [
  "GET /v1/operations/x",
  "GET /v1/projects/p/operations",
  "POST /v1/operations/x:cancel",
  "POST /v1/operations/x:wait",
  "DELETE /v1/operations/x",
];

describe("authorize", () => {
  it("is told the method and the name that will be called", async () => {
    const { operations, received } = createRecorder();
    const calls: OperationsCall[] = [];
    const handler = createOperationsHandler(operations, {
      authorize: (call) => void calls.push(call),
    });
    for (const line of [
      ...LINES,
      "GET /v1/operations/operations%2Fx",
      "GET /v1/operations?name=projects/p/operations",
      "GET /v1/projects/p/operations/operations",
      "GET /v1/operations",
    ]) {
      await send(handler, line);
    }
    expect(calls).toEqual([
      { method: "get", name: "operations/x" },
      { method: "list", name: "projects/p" },
      { method: "cancel", name: "operations/x" },
      { method: "wait", name: "operations/x" },
      { method: "delete", name: "operations/x" },
      { method: "get", name: "operations/x" },
      { method: "list", name: "projects/p" },
      { method: "list", name: "projects/p" },
      { method: "list", name: "" },
    ]);
    expect(received).toEqual(calls.map(({ method, name }) => [method, { name }]));
  });

  it.each([
    [Code.UNAUTHENTICATED, 401, "Bearer"],
    [Code.PERMISSION_DENIED, 403, null],
  ])("refuses with code %d, and nothing is asked", async (code, status, challenge) => {
    const { operations, received } = createRecorder();
    const handler = createOperationsHandler(operations, {
      authorize: async () => {
        throw new RpcError(code, "who are you?");
      },
    });
    for (const line of LINES) {
      const answer = await send(handler, line, line.startsWith("POST") ? "not JSON" : undefined);
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([status, challenge]);
      expect(answer.json.error).toMatchObject({ code: status, message: "who are you?" });
    }
    expect(received).toEqual([]);
  });

  it("that fails lets nobody in", async () => {
    const { operations, received } = createRecorder();
    const handler = createOperationsHandler(operations, {
      authorize: () => {
        throw new Error("no session store");
      },
    });
    const { status, json } = await send(handler, "GET /v1/operations/x");
    expect([status, json.error.message, received]).toEqual([500, "internal error", []]);
  });

  it("that says false instead of throwing lets nobody in, and the log says why", async () => {
    const { operations, received } = createRecorder();
    const errors: unknown[] = [];
    const sayFalse = async (): Promise<unknown> => false;
    const handler = createOperationsHandler(operations, {
      authorize: sayFalse as () => Promise<void>,
      log: ({ err }) => errors.push(err),
    });
    const { status } = await send(handler, "GET /v1/operations/x");
    expect([status, received]).toEqual([500, []]);
    expect(String(errors)).toMatch("it returned false");
  });

  it("sees the request", async () => {
    const handler = createOperationsHandler(createRecorder().operations, {
      authorize(_call, { headers }) {
        if (headers.get("authorization") !== "Bearer t") {
          throw new RpcError(Code.UNAUTHENTICATED, "a token is wanted");
        }
      },
    });
    const line = "GET /v1/operations/x";
    const known = await send(handler, line, undefined, { authorization: "Bearer t" });
    expect([known.status, (await send(handler, line)).status]).toEqual([200, 401]);
  });
});

describe("the log", () => {
  it("is told of each request, without query, headers and body", async () => {
    const entries: RequestLog[] = [];
    const handler = createOperationsHandler(createRecorder().operations, {
      log: (entry) => entries.push(entry),
    });
    const headers = { "x-request-id": "r-1", authorization: "Bearer secret" };
    await send(handler, "GET /v1/operations/x?key=secret", undefined, headers);
    await send(handler, "POST /v1/operations/x:wait", '{"timeout":"secret"}', headers);
    await send(handler, "GET /favicon.ico", undefined, headers);
    const ms = expect.any(Number);
    const common = { requestId: "r-1", ms };
    expect(entries).toEqual([
      {
        ...common,
        ...{ httpMethod: "GET", path: "/v1/operations/x" },
        ...{ method: "get", name: "operations/x", status: 200 },
      },
      {
        ...common,
        ...{ httpMethod: "POST", path: "/v1/operations/x:wait" },
        ...{ method: "wait", name: "operations/x", status: 400, code: "INVALID_ARGUMENT" },
      },
      { ...common, httpMethod: "GET", path: "/favicon.ico", status: 404 },
    ]);
    expect(JSON.stringify(entries)).not.toContain("secret");
  });
});

describe("x-request-id", () => {
  it.each([
    ["is the request's", "trace/1.2", "trace/1.2"],
    ["is new where there is none", "", expect.stringMatching(/^[\da-f-]{36}$/)],
    ["is new for one with spaces", "a b", expect.stringMatching(/^[\da-f-]{36}$/)],
    ["is new for one that is too long", "x".repeat(129), expect.stringMatching(/^[\da-f-]{36}$/)],
  ])("%s", async (_title, given, expected) => {
    const handler = createOperationsHandler(createRecorder().operations);
    const request = new Request(`${BASE}/nothing`, { headers: { "x-request-id": given } });
    expect((await handler(request)).headers.get("x-request-id")).toEqual(expected);
  });
});

describe("limits", () => {
  it("end a call that takes too long with DEADLINE_EXCEEDED, and abort it", async () => {
    const signals: AbortSignal[] = [];
    const { operations } = createRecorder({
      getOperation: (_request, options) => {
        if (options?.signal) signals.push(options.signal);
        return new Promise(() => undefined);
      },
    });
    const handler = createOperationsHandler(operations, { timeoutMs: 1 });
    const { status, json } = await send(handler, "GET /v1/operations/x");
    expect([status, json.error.status]).toEqual([504, "DEADLINE_EXCEEDED"]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("don't end a wait", async () => {
    const { operations } = createRecorder({
      waitOperation: ({ name }, options) =>
        new Promise((resolve, reject) => {
          options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
          setTimeout(() => resolve({ name, done: true }), 20);
        }),
    });
    const handler = createOperationsHandler(operations, { timeoutMs: 1 });
    expect((await send(handler, "POST /v1/operations/x:wait")).status).toBe(200);
  });

  it("end a body that doesn't come", async () => {
    const handler = createOperationsHandler(createRecorder().operations, { timeoutMs: 1 });
    const init = { method: "POST", body: new ReadableStream(), duplex: "half" } as RequestInit;
    const response = await handler(new Request(`${BASE}/v1/operations/x:wait`, init));
    expect(response.status).toBe(504);
  });

  it("refuse a URL that is too long", async () => {
    const handler = createOperationsHandler(createRecorder().operations);
    const { status, json } = await send(handler, `GET /v1/operations/${"x".repeat(8_192)}`);
    expect([status, json.error.details[0].fieldViolations[0].field]).toEqual([400, "url"]);
  });
});
