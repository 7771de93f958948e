import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatErrorBody, quotesBody, readErrorResponse } from "../../src/http/index.ts";
import { Code, codeName, RpcError } from "../../src/index.ts";

function read(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { code, rawMessage, details, httpStatus, unrouted, retryDelayMs } = readErrorResponse({
    status,
    text,
    header: (name) => headers[name],
  });
  return { code: codeName(code), rawMessage, details, httpStatus, unrouted, retryDelayMs };
}

const plain = { details: [], unrouted: false, retryDelayMs: undefined };
const errorInfo = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R", domain: "d" };
const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" };

describe("a JSON error", () => {
  it("has the code of its status, its message and details", () => {
    const error = {
      code: 429,
      message: "Too much",
      status: "RESOURCE_EXHAUSTED",
      details: [errorInfo, retryInfo, null, 1],
    };
    expect(read(429, { error })).toEqual({
      code: "RESOURCE_EXHAUSTED",
      rawMessage: "Too much",
      details: [errorInfo, retryInfo],
      httpStatus: 429,
      unrouted: false,
      retryDelayMs: 1500,
    });
  });

  it("names a code that shares its HTTP status with others", () => {
    const error = { code: 409, message: "exists", status: "ALREADY_EXISTS" };
    expect(read(409, { error }).code).toBe("ALREADY_EXISTS");
  });

  it.each([
    [
      "legacy, with errors[] and no status",
      { code: 404, message: "No bucket", errors: [{ reason: "notFound" }] },
      "No bucket",
    ],
    [
      "legacy, with a message in errors[] only",
      { code: 404, errors: [{ message: "No bucket" }] },
      "No bucket",
    ],
    [
      "without a message",
      { code: 404, status: "NOT_FOUND" },
      'HTTP 404 without an error message: "{"error":{"code":404,"status":"NOT_FOUND"}}"',
    ],
    ["with a status that doesn't exist", { code: 404, message: "m", status: "LOST" }, "m"],
    ["with a status that is no failure", { code: 404, message: "m", status: "OK" }, "m"],
  ])("%s is NOT_FOUND with HTTP 404, and not for want of a route", (_, error, rawMessage) => {
    expect(read(404, { error })).toEqual({
      ...plain,
      code: "NOT_FOUND",
      rawMessage,
      httpStatus: 404,
    });
  });

  it.each([404, 405])("with neither status nor errors[] is unrouted with HTTP %i", (status) => {
    const error = { code: status, message: "Not here" };
    expect(read(status, { error })).toMatchObject({ rawMessage: "Not here", unrouted: true });
  });

  it("with neither status nor errors[] goes by the HTTP status", () => {
    const error = { code: 400, message: "Invalid Tier" };
    expect(read(400, { error })).toEqual({
      ...plain,
      code: "INVALID_ARGUMENT",
      rawMessage: "Invalid Tier",
      httpStatus: 400,
    });
  });

  it.each(["rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"])(
    "legacy, with the reason %s and HTTP 403, is RESOURCE_EXHAUSTED",
    (reason) => {
      const errors = [{ domain: "usageLimits", reason, message: "Too much" }];
      expect(read(403, { error: { code: 403, message: "Too much", errors } })).toEqual({
        ...plain,
        code: "RESOURCE_EXHAUSTED",
        rawMessage: "Too much",
        httpStatus: 403,
      });
    },
  );

  it.each([
    { errors: [{ domain: "usageLimits", reason: "accessNotConfigured" }] },
    { errors: [{ domain: "usageLimits", reason: "userRateLimitExceededUnreg" }] },
    { errors: [{ reason: { toString: 1 } }] },
    { errors: [{ reason: "rateLimitExceeded" }], status: "PERMISSION_DENIED" },
  ])("with %j and HTTP 403 is PERMISSION_DENIED", (error) => {
    expect(read(403, { error }).code).toBe("PERMISSION_DENIED");
  });

  it("in an array is read as without it", () => {
    const error = { code: 404, message: "No such", status: "NOT_FOUND", details: [errorInfo] };
    expect(read(404, [{ error }])).toEqual({
      ...plain,
      code: "NOT_FOUND",
      rawMessage: "No such",
      details: [errorInfo],
      httpStatus: 404,
    });
  });

  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  it.each([
    ["a message nested deeply", `{"error":{"message":${deep}}}`],
    ["a status nested deeply", `{"error":{"status":${deep}}}`],
    ["fields that are no strings", '{"error":{"status":{"toString":1},"message":{"toString":1}}}'],
    ["a description nested deeply", `{"error":"x","error_description":${deep}}`],
    ["a code nested deeply", `{"code":${deep},"message":"m"}`],
    ["a code, and a message nested deeply", `{"code":7,"message":${deep}}`],
  ])("with %s goes by the HTTP status, and is quoted", (_, body) => {
    expect(read(403, body)).toEqual({
      ...plain,
      code: "PERMISSION_DENIED",
      rawMessage: `HTTP 403 without an error message: "${body.slice(0, 200)}"`,
      httpStatus: 403,
    });
  });

  it.each([
    [404, 5, "NOT_FOUND"],
    [400, 9, "FAILED_PRECONDITION"],
    [409, 6, "ALREADY_EXISTS"],
    [503, 14, "UNAVAILABLE"],
  ])("that is a Status itself, with HTTP %i and the code %i, is %s", (status, code, name) => {
    const body = { code, message: "It says why", details: [errorInfo, retryInfo] };
    expect(read(status, body)).toEqual({
      code: name,
      rawMessage: "It says why",
      details: [errorInfo, retryInfo],
      httpStatus: status,
      unrouted: false,
      retryDelayMs: 1500,
    });
  });

  it.each([
    { code: 5, message: "Not Found", details: [] }, // gRPC-Gateway has no such route
    { code: 404, message: "no route" },
    { code: 0, message: "no route" },
    { code: -1, message: "no route" },
    { message: "no Route matched with those values" },
  ])("%j with HTTP 404 is unrouted", (body) => {
    expect(read(404, body)).toMatchObject({
      code: "NOT_FOUND",
      rawMessage: `HTTP 404 without an error message: "${JSON.stringify(body)}"; check the base URL`,
      unrouted: true,
    });
  });

  it("of an OAuth server is understood", () => {
    const body = { error: "invalid_token", error_description: "expired" };
    expect(read(401, body)).toEqual({
      ...plain,
      code: "UNAUTHENTICATED",
      rawMessage: "expired",
      httpStatus: 401,
    });
  });
});

describe("an answer that isn't a JSON error", () => {
  it.each([
    ["an HTML page", "<html><head><title>Not\n Found</title></head><body>…", "Not Found"],
    ["a page without a title", " <p>No</p>", "<p>No</p>"],
    ["nothing", " ", ""],
    ["text", "404 page not found\n", "404 page not found"],
    ["other JSON", '{"a":1}', '{"a":1}'],
    ["a JSON array", '[["error"]]', '[["error"]]'],
    ["an empty array", "[]", "[]"],
    ["a JSON null", "null", "null"],
    ["an error that is null", '{"error":null}', '{"error":null}'],
    ["an error that is a number", '{"error":404}', '{"error":404}'],
  ])("%s is an unrouted NOT_FOUND", (_, text, shown) => {
    expect(read(404, text)).toEqual({
      ...plain,
      code: "NOT_FOUND",
      rawMessage: `HTTP 404 without an error message: "${shown}"; check the base URL`,
      httpStatus: 404,
      unrouted: true,
    });
  });

  it("goes by the HTTP status", () => {
    expect(read(502, "<title>Bad Gateway</title>")).toEqual({
      ...plain,
      code: "UNAVAILABLE",
      rawMessage: 'HTTP 502 without an error message: "Bad Gateway"',
      httpStatus: 502,
    });
  });

  it("tells where a redirect leads", () => {
    const location = "https://example.com/v1/x";
    expect(read(302, "<title>Found</title>", { location })).toEqual({
      ...plain,
      code: "FAILED_PRECONDITION",
      rawMessage: `HTTP 302 leads to "${location}", which isn't followed; check the base URL`,
      httpStatus: 302,
    });
  });

  it("that is long is not shown whole", () => {
    for (const text of ["x".repeat(10_000), `<title>${"x".repeat(10_000)}`]) {
      expect(read(500, text).rawMessage).toBe(
        `HTTP 500 without an error message: "${"x".repeat(200)}"`,
      );
    }
  });
});

describe("quotesBody()", () => {
  it.each([
    ["a page", { status: 404, text: "<title>Not Found</title>" }],
    ["a redirect", { status: 302, text: "", header: () => "/elsewhere" }],
  ])("knows an error that quotes %s", (_, answer) => {
    expect(quotesBody(readErrorResponse(answer))).toBe(true);
  });

  it.each(["no such operation", 'I answered: HTTP 404 without an error message: "x"'])(
    "leaves the service's own message: %s",
    (message) => {
      const text = JSON.stringify({ error: { status: "NOT_FOUND", message } });
      expect(quotesBody(readErrorResponse({ status: 404, text }))).toBe(false);
    },
  );
});

describe("Retry-After", () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["1.5", 1500],
    ["3000000", 3_000_000_000],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
    ["-1", 0],
  ])("%j asks to wait %j ms", (retryAfter, retryDelayMs) => {
    expect(read(503, "", { "retry-after": retryAfter }).retryDelayMs).toBe(retryDelayMs);
  });

  it.each(["soon", "", "soon: later"])("%j tells no time", (retryAfter) => {
    expect(read(503, "", { "retry-after": retryAfter }).retryDelayMs).toBeUndefined();
  });

  it.each([
    ["Thu, 01 Jan 2026 00:00:05 GMT", "Thu, 01 Jan 2026 00:00:02 GMT", 3000],
    ["Sat, 01 Jan 2028 00:00:05 GMT", "Sat, 01 Jan 2028 00:00:00 GMT", 5000],
    ["Mon, 01 Jan 2024 00:00:05 GMT", "Mon, 01 Jan 2024 00:00:00 GMT", 5000],
    ["Thu, 01 Jan 2026 00:00:05 GMT", "today", 5000],
    ["120", "Mon, 01 Jan 2024 00:00:00 GMT", 120_000],
  ])("%j with the Date %j asks to wait %j ms, whatever time it is here", (after, date, ms) => {
    expect(read(503, "", { "retry-after": after, date }).retryDelayMs).toBe(ms);
  });

  it("yields to a RetryInfo", () => {
    const error = { status: "UNAVAILABLE", details: [retryInfo] };
    expect(read(503, { error }, { "retry-after": "9" }).retryDelayMs).toBe(1500);
  });
});

describe("formatErrorBody()", () => {
  it("writes what AIP-193 asks for", () => {
    const error = new RpcError(Code.FAILED_PRECONDITION, "not yet", { details: [errorInfo] });
    expect(formatErrorBody(error)).toEqual({
      error: { code: 400, message: "not yet", status: "FAILED_PRECONDITION", details: [errorInfo] },
    });
  });

  it("writes what readErrorResponse() reads", () => {
    const codes = Object.values(Code).filter((code) => code !== Code.OK);
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.string({ minLength: 1 }), (code, message) => {
        const body = formatErrorBody(new RpcError(code, message, { details: [errorInfo] }));
        const error = readErrorResponse({ status: body.error.code, text: JSON.stringify(body) });
        expect(error.toJSON()).toEqual({ code, message, details: [errorInfo] });
        expect(error.unrouted).toBe(false);
      }),
    );
  });
});
