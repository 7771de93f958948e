import { describe, expect, it } from "vitest";
import { Code, isRpcError, RpcError } from "../../src/index.ts";

const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" };

/** An RpcError of another copy of this library: the same shape, another class. */
class ForeignRpcError extends Error {
  override readonly name: string = "RpcError";
  readonly code = 5;
  readonly details: readonly unknown[] = [];
}

describe("RpcError", () => {
  it("begins its message with the code's name and keeps the service's own", () => {
    const error = new RpcError(Code.NOT_FOUND, "no such operation");
    expect(error.message).toBe("[NOT_FOUND] no such operation");
    expect(error.rawMessage).toBe("no such operation");
    expect(String(error)).toBe("RpcError: [NOT_FOUND] no such operation");
    expect(error).toBeInstanceOf(Error);
  });

  it("knows nothing that it wasn't told", () => {
    const error = new RpcError(Code.INTERNAL, "broke");
    expect({ ...error }).toEqual({
      name: "RpcError",
      code: Code.INTERNAL,
      rawMessage: "broke",
      details: [],
      retryDelayMs: undefined,
      httpStatus: undefined,
      unrouted: false,
    });
    expect("cause" in error).toBe(false);
  });

  it("carries what it was told", () => {
    const cause = new Error("socket hang up");
    const options = { details: [retryInfo], httpStatus: 404, unrouted: true, cause };
    const error = new RpcError(Code.UNIMPLEMENTED, "no route", options);
    expect({ ...error }).toEqual({
      name: "RpcError",
      code: Code.UNIMPLEMENTED,
      rawMessage: "no route",
      details: [retryInfo],
      retryDelayMs: 1500,
      httpStatus: 404,
      unrouted: true,
    });
    expect(error.cause).toBe(cause);
  });

  it("keeps a cause that is falsy", () => {
    expect(new RpcError(Code.UNKNOWN, "null", { cause: null }).cause).toBeNull();
  });

  it("takes the retry delay of a header before that of a RetryInfo", () => {
    const error = new RpcError(Code.UNAVAILABLE, "", { details: [retryInfo], retryDelayMs: 0 });
    expect(error.retryDelayMs).toBe(0);
  });

  it("takes the retry delay of a RetryInfo when no header gave one", () => {
    const options = { details: [retryInfo], retryDelayMs: undefined };
    expect(new RpcError(Code.UNAVAILABLE, "", options).retryDelayMs).toBe(1500);
  });

  it("serialises as a Status", () => {
    const cause = new Error("secret");
    const error = new RpcError(Code.ABORTED, "try", {
      details: [retryInfo],
      httpStatus: 409,
      cause,
    });
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: { code: 10, message: "try", details: [retryInfo] },
    });
  });
});

describe("RpcError.from()", () => {
  it("gives an RpcError back as it is", () => {
    const error = new RpcError(Code.NOT_FOUND, "gone");
    expect(RpcError.from(error, Code.INTERNAL)).toBe(error);
  });

  it("gives one from another copy of the library back as it is", () => {
    const error = new ForeignRpcError("gone");
    expect(RpcError.from(error)).toBe(error);
  });

  it.each([
    ["an Error", new TypeError("x is undefined"), "[UNKNOWN] x is undefined"],
    ["an Error without a message", new RangeError(), "[UNKNOWN] RangeError"],
    [
      "Node's error for a host with several addresses",
      new AggregateError([new Error("refused by ::1"), new Error("refused by 127.0.0.1")]),
      "[UNKNOWN] refused by ::1",
    ],
    ["an error for none", new AggregateError([]), "[UNKNOWN] AggregateError"],
    ["an object with a message", { message: "no" }, "[UNKNOWN] no"],
    ["a string", "no", "[UNKNOWN] no"],
    ["undefined", undefined, "[UNKNOWN] undefined"],
    ["null", null, "[UNKNOWN] null"],
    ["a symbol", Symbol("stop"), "[UNKNOWN] Symbol(stop)"],
  ])("makes %s the cause of an UNKNOWN", (_what, thrown, message) => {
    const error = RpcError.from(thrown);
    expect({ code: error.code, message: error.message }).toEqual({ code: Code.UNKNOWN, message });
    expect(error.cause).toBe(thrown);
  });

  it("takes another code", () => {
    const error = RpcError.from(new Error("fetch failed"), Code.UNAVAILABLE);
    expect(error.message).toBe("[UNAVAILABLE] fetch failed");
  });

  it("copes with a thrown object that can't be made a string", () => {
    const thrown: unknown = Object.create(null);
    expect(RpcError.from(thrown).cause).toBe(thrown);
  });
});

describe("isRpcError()", () => {
  it("knows one of its own and one from another copy of the library", () => {
    expect(isRpcError(new RpcError(Code.UNKNOWN, ""))).toBe(true);
    expect(isRpcError(new ForeignRpcError("gone"))).toBe(true);
  });

  it("knows an instance of a subclass under another name", () => {
    class QuotaError extends RpcError {}
    const error = new QuotaError(Code.RESOURCE_EXHAUSTED, "");
    expect(isRpcError(Object.defineProperty(error, "name", { value: "QuotaError" }))).toBe(true);
  });

  it.each([
    ["another Error", new Error("x")],
    ["an Error of that name without a code", Object.assign(new Error("x"), { name: "RpcError" })],
    [
      "an Error of that name with a code that isn't a number",
      Object.assign(new Error("x"), { name: "RpcError", code: "NOT_FOUND", details: [] }),
    ],
    [
      "an Error of that name with details that aren't a list",
      Object.assign(new Error("x"), { name: "RpcError", code: 5, details: "" }),
    ],
    [
      "an Error of its shape under another name",
      Object.assign(new Error("x"), { code: 5, details: [] }),
    ],
    ["an object of its shape", { name: "RpcError", message: "x", code: 5, details: [] }],
    ["null", null],
    ["nothing", undefined],
    ["a string", "RpcError"],
  ])("doesn't take %s for one", (_what, value) => {
    expect(isRpcError(value)).toBe(false);
  });
});
