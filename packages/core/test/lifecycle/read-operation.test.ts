import { describe, expect, it } from "vitest";
import { readOperation } from "../../src/index.ts";

const response = { "@type": "type.googleapis.com/x.Image", id: "a" };

describe("readOperation()", () => {
  it.each([
    ["only a name", { name: "operations/a" }],
    ["`done: false`", { name: "operations/a", done: false }],
    ["`done: null`", { name: "operations/a", done: null }],
    ["a response before done", { name: "operations/a", response }],
    ["an error before done", { name: "operations/a", error: { code: 1 } }],
    ["an empty object, all defaults", {}],
    ["metadata that says SUCCEEDED", { name: "a", metadata: { state: "SUCCEEDED" } }],
  ])("reads %s as running", (_what, json) => {
    expect(readOperation(json)).toEqual({ type: "running" });
  });

  it.each([
    ["a response", { done: true, response }, { type: "succeeded", response }],
    [
      "an empty response without a type",
      { done: true, response: {} },
      { type: "succeeded", response: {} },
    ],
    ["no result", { done: true }, { type: "succeeded", response: undefined }],
    [
      "null results",
      { done: true, error: null, response: null, metadata: null },
      { type: "succeeded", response: undefined },
    ],
    [
      "error code 1",
      { done: true, error: { code: 1 } },
      { type: "cancelled", status: { code: 1, message: "", details: [] } },
    ],
    [
      "another error",
      { done: true, error: { code: 9, message: "no", details: [response] } },
      { type: "failed", status: { code: 9, message: "no", details: [response] } },
    ],
    [
      "a code in a string",
      { done: true, error: { code: "5", message: "no" } },
      { type: "failed", status: { code: 5, message: "no", details: [] } },
    ],
  ])("reads done with %s", (_what, json, outcome) => {
    expect(readOperation(json)).toEqual({ type: "done", outcome });
  });

  it.each([
    [
      "both results",
      { done: true, error: { code: 3 }, response },
      "done with both an error and a response",
    ],
    ["an error without a code", { done: true, error: {} }, "done with an error without a code"],
    [
      "an error with code 0",
      { done: true, error: { code: 0 } },
      "done with an error without a code",
    ],
    [
      "a response that is a string",
      { done: true, response: "x" },
      "done with a response that is string x, not an object",
    ],
  ])("calls done with %s malformed", (_what, json, problem) => {
    expect(readOperation(json)).toEqual({ type: "malformed", problem, done: true });
  });

  it.each([
    ["nothing", undefined, "expected an operation, got undefined"],
    ["null", null, "expected an operation, got null"],
    ["an array", [], "expected an operation, got an array"],
    ["a string", "<html>", "expected an operation, got string <html>"],
    ["`done` as a string", { done: "true" }, "`done` is string true, not a boolean"],
    ["`done` as an object", { done: {} }, "`done` is an object, not a boolean"],
    [
      "Compute's own operation",
      { kind: "compute#operation", name: "operation-1", status: "DONE" },
      "not a google.longrunning.Operation: it has `kind`, `status`",
    ],
    [
      "an object with many foreign fields",
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 },
      "not a google.longrunning.Operation: it has `a`, `b`, `c`, `d`, `e`",
    ],
  ])("calls %s malformed and not done", (_what, json, problem) => {
    expect(readOperation(json)).toEqual({ type: "malformed", problem, done: false });
  });

  it("accepts a field that the protocol doesn't have yet", () => {
    expect(readOperation({ name: "a", done: false, novelty: 1 })).toEqual({ type: "running" });
  });
});
