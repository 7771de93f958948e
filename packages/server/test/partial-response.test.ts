import type { Operation } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { createOperationsHandler } from "../src/index.ts";
import { createRecorder } from "./support/operations.ts";
import { send } from "./support/send.ts";

const operation: Operation = {
  name: "operations/x",
  done: true,
  metadata: { "@type": "a/b.C", state: "DONE", stages: [{ n: 1, m: 2 }, { n: 3 }], empty: [] },
  error: { code: 5, message: "gone", details: [] },
};
const page = { operations: [operation, { name: "operations/y" }], nextPageToken: "t" };
const { operations } = createRecorder({
  getOperation: async () => operation,
  waitOperation: async () => operation,
  listOperations: async () => page,
});
const handler = createOperationsHandler(operations);

describe("fields", () => {
  it.each([
    ["GET /v1/operations/x?fields=name,done", { name: "operations/x", done: true }],
    ["GET /v1/operations/x?$fields=done", { done: true }],
    ["GET /v1/operations/x?fields=*", operation],
    ["GET /v1/operations/x?fields=", operation],
    ["GET /v1/operations/x?fields=error", { error: operation.error }],
    ["GET /v1/operations/x?fields=error/code,none", { error: { code: 5 } }],
    ["GET /v1/operations/x?fields=metadata.state", { metadata: { state: "DONE" } }],
    ["GET /v1/operations/x?fields=metadata/@type", { metadata: { "@type": "a/b.C" } }],
    [
      "GET /v1/operations/x?fields=metadata(stages/n,empty)",
      { metadata: { stages: [{ n: 1 }, { n: 3 }], empty: [] } },
    ],
    ["GET /v1/operations/x?fields=none", {}],
    ["GET /v1/operations/x?fields=__proto__,constructor", {}],
    ["GET /v1/operations/x?fields=metadata/constructor/name", { metadata: {} }],
    ["GET /v1/operations/x?fields=done,name/length,error/message/*", { done: true, error: {} }],
    ["GET /v1/operations/x?fields=*/code", { metadata: {}, error: { code: 5 } }],
    ["GET /v1/operations/x?fields=*/code,done", { metadata: {}, done: true, error: { code: 5 } }],
    ["POST /v1/operations/x:wait?fields=done", { done: true }],
    [
      "GET /v1/operations?fields=operations(name,done),nextPageToken",
      {
        operations: [{ name: "operations/x", done: true }, { name: "operations/y" }],
        nextPageToken: "t",
      },
    ],
    ["GET /v1/operations?fields=nextPageToken", { nextPageToken: "t" }],
    ["DELETE /v1/operations/x?fields=name", {}],
  ])("%s are answered alone", async (line, expected) => {
    expect((await send(handler, line)).json).toEqual(expected);
  });

  it.each([
    ",",
    "a,",
    "a,,b",
    "(a)",
    "a(",
    "a()",
    "a(b",
    "a)b",
    "a(b))",
    "a(b)c",
    "/a",
    "a//b",
    "a%20b",
    "a%5C,b",
    `${"a".repeat(500)}!`,
  ])("%s is refused", async (fields) => {
    const { status, json } = await send(handler, `GET /v1/operations/x?fields=${fields}`);
    expect([status, json.error.details[0].fieldViolations[0].field]).toEqual([400, "fields"]);
  });
});
