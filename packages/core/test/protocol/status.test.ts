import { describe, expect, it } from "vitest";
import { parseStatus } from "../../src/index.ts";

const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R", domain: "d" };

describe("parseStatus()", () => {
  it("reads a whole status", () => {
    expect(parseStatus({ code: 5, message: "no such image", details: [info] })).toEqual({
      code: 5,
      message: "no such image",
      details: [info],
    });
  });

  it.each([
    ["only a code", { code: 9 }],
    ["null for message and details", { code: 9, message: null, details: null }],
    ["a message that isn't a string", { code: 9, message: { text: "x" } }],
    ["details that aren't a list", { code: 9, details: info }],
    ["a field that the protocol doesn't have", { code: 9, status: "FAILED_PRECONDITION" }],
  ])("fills in the defaults for %s", (_what, json) => {
    expect(parseStatus(json)).toEqual({ code: 9, message: "", details: [] });
  });

  it.each([
    ["5", 5],
    ["14", 14],
    ["-1", -1],
    [404, 404],
    [-1, -1],
  ])("takes the code %j", (code, number) => {
    expect(parseStatus({ code })).toEqual({ code: number, message: "", details: [] });
  });

  it("drops details that aren't objects", () => {
    const details = ["stack", 1, null, [info], info, undefined, {}];
    expect(parseStatus({ code: 13, details })?.details).toEqual([info, {}]);
  });

  it.each([
    ["no code", {}],
    ["a code of null", { code: null }],
    ["code 0, which is no error", { code: 0 }],
    ["code 0 in a string", { code: "0" }],
    ["an empty code", { code: "" }],
    ["the name of a code", { code: "NOT_FOUND" }],
    ["a code that isn't whole", { code: 5.5 }],
    ["a code in a string that isn't whole", { code: "5.5" }],
    ["a hexadecimal code in a string", { code: "0x10" }],
    ["a code in a string with an exponent", { code: "5e0" }],
    ["a code that is no number", { code: Number.NaN }],
    ["a code that is a list", { code: [5] }],
    ["null", null],
    ["a list", [{ code: 5 }]],
    ["a string", "NOT_FOUND"],
    ["nothing", undefined],
  ])("finds no status in %s", (_what, json) => {
    expect(parseStatus(json)).toBeUndefined();
  });
});
