import { describe, expect, it } from "vitest";
import {
  type Any,
  Code,
  type ErrorDetails,
  findDetail,
  RpcError,
  retryDelayOf,
} from "../../src/index.ts";

/** One of each, as services send them. */
const DETAILS = {
  "google.rpc.ErrorInfo": { reason: "QUOTA", domain: "x.com", metadata: { service: "x" } },
  "google.rpc.RetryInfo": { retryDelay: "1.5s" },
  "google.rpc.QuotaFailure": { violations: [{ subject: "p", description: "day", quotaId: "q" }] },
  "google.rpc.PreconditionFailure": { violations: [{ type: "TOS", subject: "x.com" }] },
  "google.rpc.BadRequest": { fieldViolations: [{ field: "name", description: "is empty" }] },
  "google.rpc.ResourceInfo": { resourceType: "image", resourceName: "a", owner: "o" },
  "google.rpc.RequestInfo": { requestId: "r-1", servingData: "s" },
  "google.rpc.DebugInfo": { stackEntries: ["main.go:1"], detail: "nil" },
  "google.rpc.Help": { links: [{ description: "More", url: "https://example.com" }] },
  "google.rpc.LocalizedMessage": { locale: "de", message: "Nicht gefunden" },
} as const satisfies ErrorDetails;

const types = Object.keys(DETAILS) as (keyof ErrorDetails)[];

function detail(type: keyof ErrorDetails, prefix = "type.googleapis.com/"): Any {
  return { "@type": `${prefix}${type}`, ...DETAILS[type] };
}

const details = types.map((type) => detail(type));

describe("findDetail()", () => {
  it.each(types)("finds a %s among all the others", (type) => {
    expect(findDetail({ details }, type)).toEqual(detail(type));
  });

  it.each(types)("finds no %s where there is none", (type) => {
    const others = details.filter((any) => any !== details[types.indexOf(type)]);
    expect(findDetail({ details: others }, type)).toBeUndefined();
  });

  it.each(["", "/", "type.example.com/", "https://a.b/c/d/"])(
    "finds it behind the prefix %j",
    (prefix) => {
      const any = detail("google.rpc.Help", prefix);
      expect(findDetail({ details: [{}, any] }, "google.rpc.Help")).toBe(any);
    },
  );

  it("doesn't take a type whose name only ends in the same way", () => {
    const any = { "@type": "type.googleapis.com/x.google.rpc.Help" };
    expect(findDetail({ details: [any] }, "google.rpc.Help")).toBeUndefined();
  });

  it("gives the first of several", () => {
    const second = { "@type": "google.rpc.RequestInfo", requestId: "r-2" };
    const found = findDetail({ details: [...details, second] }, "google.rpc.RequestInfo");
    expect(found?.requestId).toBe("r-1");
  });

  it("reads an RpcError as it reads a Status", () => {
    const error = new RpcError(Code.RESOURCE_EXHAUSTED, "slow down", { details });
    expect(findDetail(error, "google.rpc.ErrorInfo")?.reason).toBe("QUOTA");
  });
});

describe("retryDelayOf()", () => {
  const retryInfo = (retryDelay: unknown) => ({
    details: [{}, { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay }],
  });

  it.each([
    ["1.5s", 1500],
    ["0s", 0],
    ["0.000001s", 0.001],
    ["3000000s", 3_000_000_000],
  ])("reads %s as %d ms", (retryDelay, ms) => {
    expect(retryDelayOf(retryInfo(retryDelay))).toBe(ms);
  });

  it.each([["-1s"], ["soon"], [1.5], [null], [undefined]])("finds none in %j", (retryDelay) => {
    expect(retryDelayOf(retryInfo(retryDelay))).toBeUndefined();
  });

  it("finds none without a RetryInfo", () => {
    expect(retryDelayOf({ details: [] })).toBeUndefined();
    expect(retryDelayOf({ details: [{ retryDelay: "1s" }] })).toBeUndefined();
  });
});
