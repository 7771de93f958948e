import { describe, expect, it } from "vitest";
import { codeFromHttpStatus, httpStatusFromCode } from "../../src/http/index.ts";
import { Code, codeName } from "../../src/index.ts";

it.each([
  ["OK", 200],
  ["CANCELLED", 499],
  ["UNKNOWN", 500],
  ["INVALID_ARGUMENT", 400],
  ["DEADLINE_EXCEEDED", 504],
  ["NOT_FOUND", 404],
  ["ALREADY_EXISTS", 409],
  ["PERMISSION_DENIED", 403],
  ["RESOURCE_EXHAUSTED", 429],
  ["FAILED_PRECONDITION", 400],
  ["ABORTED", 409],
  ["OUT_OF_RANGE", 400],
  ["UNIMPLEMENTED", 501],
  ["INTERNAL", 500],
  ["UNAVAILABLE", 503],
  ["DATA_LOSS", 500],
  ["UNAUTHENTICATED", 401],
] as const)("%s is sent as HTTP %i", (name, status) => {
  expect(httpStatusFromCode(Code[name])).toBe(status);
});

it("sends a number that isn't a code as HTTP 500", () => {
  expect(httpStatusFromCode(404)).toBe(500);
});

describe("codeFromHttpStatus()", () => {
  it.each([
    [204, "OK"],
    [302, "FAILED_PRECONDITION"],
    [400, "INVALID_ARGUMENT"],
    [401, "UNAUTHENTICATED"],
    [403, "PERMISSION_DENIED"],
    [404, "NOT_FOUND"],
    [405, "UNIMPLEMENTED"],
    [408, "DEADLINE_EXCEEDED"],
    [409, "ABORTED"],
    [410, "NOT_FOUND"],
    [412, "FAILED_PRECONDITION"],
    [413, "INVALID_ARGUMENT"],
    [416, "OUT_OF_RANGE"],
    [422, "INVALID_ARGUMENT"],
    [429, "RESOURCE_EXHAUSTED"],
    [499, "CANCELLED"],
    [500, "INTERNAL"],
    [501, "UNIMPLEMENTED"],
    [502, "UNAVAILABLE"],
    [503, "UNAVAILABLE"],
    [504, "DEADLINE_EXCEEDED"],
    [599, "INTERNAL"],
    [0, "UNKNOWN"],
  ])("%i is %s", (status, name) => {
    expect(codeName(codeFromHttpStatus(status))).toBe(name);
  });
});
