import { Code, RpcError } from "@rx-lro/core";
import { readErrorResponse } from "@rx-lro/core/http";
import { describe, expect, it } from "vitest";
import { createOperationsHandler } from "../src/index.ts";
import { createRecorder, failing } from "./support/operations.ts";
import { BASE, send } from "./support/send.ts";

describe("errors", () => {
  it("are reported as AIP-193 says, with Retry-After in whole seconds", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" }];
    const error = new RpcError(Code.RESOURCE_EXHAUSTED, "slow down", {
      details,
      cause: new Error("secret"),
    });
    const answer = await send(createOperationsHandler(failing(error)), "GET /v1/operations/x");
    expect([answer.status, answer.headers.get("retry-after"), answer.json]).toEqual([
      429,
      "2",
      { error: { code: 429, message: "slow down", status: "RESOURCE_EXHAUSTED", details } },
    ]);
  });

  it("that nobody expected are told only to the log; the client is told the request's id", async () => {
    const seen: unknown[] = [];
    const error = new Error("password: secret");
    const handler = createOperationsHandler(failing(error), { log: ({ err }) => seen.push(err) });
    const { status, headers, json } = await send(handler, "GET /v1/operations/x");
    const requestId = headers.get("x-request-id");
    expect({ status, json }).toEqual({
      status: 500,
      json: {
        error: {
          code: 500,
          message: "internal error",
          status: "INTERNAL",
          details: [{ "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId }],
        },
      },
    });
    expect(seen).toEqual([error]);
  });

  it("of a body that somebody else has read say so in the log", async () => {
    const seen: unknown[] = [];
    const handler = createOperationsHandler(createRecorder().operations, {
      log: ({ err }) => seen.push(err),
    });
    const request = new Request(`${BASE}/v1/operations/x:wait`, { method: "POST", body: "{}" });
    await request.text();
    expect([(await handler(request)).status, String(seen)]).toEqual([
      500,
      "TypeError: the body has been read already: mount the handler before body parsers",
    ]);
  });

  it("of an answer that isn't JSON are told the same way", async () => {
    const bad = { name: "x", response: { n: 1n } };
    const { operations } = createRecorder({ getOperation: async () => bad });
    const { status, json } = await send(
      createOperationsHandler(operations),
      "GET /v1/operations/x",
    );
    expect([status, json.error.message]).toEqual([500, "internal error"]);
  });

  it.each([
    [Code.UNAVAILABLE, 503, "the service can't answer now; try again"],
    [Code.UNKNOWN, 500, "internal error"],
  ])(
    "with code %d and a cause keep both to the log, but for the code",
    async (code, status, message) => {
      const seen: unknown[] = [];
      const error = new RpcError(code, "no database at secret", { cause: new Error("secret") });
      const handler = createOperationsHandler(failing(error), { log: ({ err }) => seen.push(err) });
      const answer = await send(handler, "GET /v1/operations/x");
      expect([answer.status, answer.json.error.message, seen]).toEqual([status, message, [error]]);
    },
  );

  it("of a relayed service without such a route stay unrouted", async () => {
    const error = new RpcError(Code.UNIMPLEMENTED, "no wait here", {
      httpStatus: 405,
      unrouted: true,
    });
    const answer = await send(createOperationsHandler(failing(error)), "GET /v1/operations/x");
    expect(readErrorResponse(answer)).toMatchObject({
      code: Code.UNIMPLEMENTED,
      httpStatus: 405,
      unrouted: true,
    });
  });
});

describe("an error that is hard to report", () => {
  it.each([
    [
      "throws",
      () => {
        throw new Error("the log is full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("the log is full"))],
  ])("is INTERNAL even if the log %s", async (_how, log) => {
    const handler = createOperationsHandler(failing(new Error("odd")), { log });
    const { status, json } = await send(handler, "GET /v1/operations/x");
    expect([status, json.error.status]).toEqual([500, "INTERNAL"]);
  });

  it("goes without its details when they aren't JSON", async () => {
    const error = new RpcError(Code.NOT_FOUND, "gone", { details: [{ n: 1n }] });
    const { status, json } = await send(
      createOperationsHandler(failing(error)),
      "GET /v1/operations/x",
    );
    expect([status, json.error]).toEqual([
      404,
      { code: 404, message: "gone", status: "NOT_FOUND", details: [] },
    ]);
  });

  it("is never told with HTTP 200", async () => {
    const handler = createOperationsHandler(failing(new RpcError(Code.OK, "odd")));
    const { status, json } = await send(handler, "GET /v1/operations/x");
    expect([status, json.error.status, json.error.message]).toEqual([500, "UNKNOWN", "odd"]);
  });
});
