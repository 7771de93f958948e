import { describe, expect, it } from "vitest";
import { Code, RpcError, readOperation } from "../../src/index.ts";
import {
  cancelled,
  failed,
  notFound,
  running,
  succeeded,
  unavailable,
} from "../../src/testing/index.ts";

const any = { "@type": "type.googleapis.com/x.Y", id: "a" };

describe("the fixtures", () => {
  it.each([
    ["running", running("o"), { name: "o" }],
    ["running with metadata", running("o", any), { name: "o", metadata: any }],
    ["succeeded without a result", succeeded("o"), { name: "o", done: true }],
    ["succeeded", succeeded("o", any), { name: "o", done: true, response: any }],
    [
      "failed",
      failed("o", Code.INTERNAL),
      { name: "o", done: true, error: { code: 13, message: "", details: [] } },
    ],
    [
      "failed with all that can be told",
      failed("o", Code.ABORTED, "again", [any]),
      { name: "o", done: true, error: { code: 10, message: "again", details: [any] } },
    ],
    [
      "cancelled",
      cancelled("o"),
      { name: "o", done: true, error: { code: 1, message: "cancelled", details: [] } },
    ],
  ])("make an operation that is %s, as services send it", (_what, operation, json) => {
    expect(operation).toStrictEqual(json);
  });

  it("are read as what they are called", () => {
    expect(readOperation(running("o"))).toEqual({ type: "running" });
    const ended = [succeeded("o"), failed("o", Code.INTERNAL), cancelled("o")].map(readOperation);
    expect(ended).toMatchObject([
      { type: "done", outcome: { type: "succeeded" } },
      { type: "done", outcome: { type: "failed" } },
      { type: "done", outcome: { type: "cancelled" } },
    ]);
  });

  it("make the errors of a service that is unavailable or doesn't know the operation", () => {
    expect(unavailable()).toEqual(new RpcError(Code.UNAVAILABLE, "try again"));
    expect([unavailable().retryDelayMs, unavailable(500).retryDelayMs]).toEqual([undefined, 500]);
    expect(notFound("o")).toEqual(new RpcError(Code.NOT_FOUND, "no operation o"));
  });
});
