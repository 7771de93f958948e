import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operationNameProblem } from "../../src/index.ts";

describe("operationNameProblem()", () => {
  it.each([
    "o",
    "operations/a",
    "projects/p/operations/o",
    "projects/p/locations/l/operations/o",
    "projects/example.com:p/operations/o",
    "operations/CgUKA2E+b2E=",
    "operations/a//b+/c==",
    "operations/a://b",
    "operations/wait:cancel",
    "operations/ä 日本 🛰",
    "operations/100%",
    "operations/%2e%2e/x",
    "operations/...",
    "operations/.hidden/a.b",
    "operations/a\\b",
    "operations/a&b;c,d@e!$'()*",
    "operations/a/",
    `operations/${"x".repeat(10_000)}`,
  ])("finds nothing wrong with %s", (name) => {
    expect(operationNameProblem(name)).toBeUndefined();
  });

  it.each([
    ["", 'the operation name "" is empty'],
    ["/", 'the operation name "/" begins with "/"; leave it out'],
    ["/v1/operations/a", 'the operation name "/v1/operations/a" begins with "/"; leave it out'],
    [
      "//host/operations/a",
      'the operation name "//host/operations/a" begins with "/"; leave it out',
    ],
    [".", 'the operation name "." has a "." or ".." segment'],
    ["..", 'the operation name ".." has a "." or ".." segment'],
    ["operations/../x", 'the operation name "operations/../x" has a "." or ".." segment'],
    ["operations/./x", 'the operation name "operations/./x" has a "." or ".." segment'],
    ["operations/..", 'the operation name "operations/.." has a "." or ".." segment'],
    [
      "operations/a?alt=media",
      'the operation name "operations/a?alt=media" has a query or a fragment; pass the name alone',
    ],
    [
      "operations/a#b",
      'the operation name "operations/a#b" has a query or a fragment; pass the name alone',
    ],
    ["a\ud800b", 'the operation name "a\\ud800b" is not well-formed Unicode'],
    ["a\udc00", 'the operation name "a\\udc00" is not well-formed Unicode'],
  ])("refuses %j", (name, problem) => {
    expect(operationNameProblem(name)).toBe(problem);
  });

  it.each([
    "https://example.com/v1/operations/a",
    "http://localhost/v1/operations/a",
    "HTTPS://example.com",
    "grpc+tls://example.com/operations/a",
  ])("refuses the URL %s and tells what a name is", (name) => {
    expect(operationNameProblem(name)).toBe(
      `the operation name "${name}" is a URL; leave out what is up to the version`,
    );
  });

  it.each(["\u0000", "\t", "\n", "\r", "\u001f", "\u007f", "\u0085", "\u009f", "\u2028", "\u2029"])(
    "refuses the control character %j wherever it is",
    (character) => {
      for (const name of [`${character}a`, `operations/${character}/x`, `a${character}`]) {
        expect(operationNameProblem(name)).toMatch(/ has a control character$/);
      }
    },
  );

  it.each([
    [undefined, "undefined"],
    [null, "object"],
    [5, "number"],
    [{ name: "operations/a" }, "object"],
    [["operations/a"], "object"],
  ])("refuses %j, which is no string", (name, type) => {
    expect(operationNameProblem(name)).toBe(`an operation name is a string, not ${type}`);
  });

  it("shows at most 120 characters of a long name", () => {
    expect(operationNameProblem(`/${"x".repeat(500)}`)).toBe(
      `the operation name "/${"x".repeat(119)}…" begins with "/"; leave it out`,
    );
  });

  it("lets no name through that can change the URL it is put into", () => {
    const piece = fc.constantFrom(
      "a",
      ".",
      "..",
      "/",
      "?",
      "#",
      ":",
      "//",
      "%2e",
      "é",
      "\n",
      "\ud800",
      "+=",
    );
    const names = fc.array(piece).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(names, (name) => {
        fc.pre(operationNameProblem(name) === undefined);
        const path = name.split("/").map(encodeURIComponent).join("/");
        expect(new URL(`https://example.com/v1/${path}`).href).toBe(
          `https://example.com/v1/${path}`,
        );
      }),
    );
  });
});
