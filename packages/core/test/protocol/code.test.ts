import { describe, expect, it } from "vitest";
import { Code, codeFromName, codeName } from "../../src/index.ts";

describe("Code", () => {
  it("numbers the seventeen codes of google/rpc/code.proto from 0 on", () => {
    expect(Object.entries(Code)).toEqual([
      ["OK", 0],
      ["CANCELLED", 1],
      ["UNKNOWN", 2],
      ["INVALID_ARGUMENT", 3],
      ["DEADLINE_EXCEEDED", 4],
      ["NOT_FOUND", 5],
      ["ALREADY_EXISTS", 6],
      ["PERMISSION_DENIED", 7],
      ["RESOURCE_EXHAUSTED", 8],
      ["FAILED_PRECONDITION", 9],
      ["ABORTED", 10],
      ["OUT_OF_RANGE", 11],
      ["UNIMPLEMENTED", 12],
      ["INTERNAL", 13],
      ["UNAVAILABLE", 14],
      ["DATA_LOSS", 15],
      ["UNAUTHENTICATED", 16],
    ]);
  });
});

describe("codeName()", () => {
  it("names every code", () => {
    expect(Object.values(Code).map(codeName)).toEqual(Object.keys(Code));
  });

  it.each([
    [17, "CODE_17"],
    [404, "CODE_404"],
    [-1, "CODE_-1"],
  ])("calls the unknown number %d %s", (code, name) => {
    expect(codeName(code)).toBe(name);
  });
});

describe("codeFromName()", () => {
  it("finds every code by its name", () => {
    expect(Object.keys(Code).map(codeFromName)).toEqual(Object.values(Code));
  });

  it.each(["", "not_found", "CODE_17", "5", "toString", "__proto__", "constructor"])(
    "finds nothing by %j",
    (name) => {
      expect(codeFromName(name)).toBeUndefined();
    },
  );
});
