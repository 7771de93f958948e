import { describe, expect, it } from "vitest";
import { checkEmptyAnswer, readListAnswer, readOperationAnswer } from "../../src/http/index.ts";
import { Code, RpcError } from "../../src/index.ts";

const answer = (text: string, contentType = "text/plain") => ({ status: 200, contentType, text });

function failure(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof RpcError) return [error.code, error.httpStatus, error.rawMessage];
  }
  return undefined;
}

describe("readOperationAnswer()", () => {
  it("gives the operation as it was sent, whatever the Content-Type", () => {
    const operation = { name: "operations/x", done: true, error: { code: 5 }, extra: null };
    expect(readOperationAnswer(answer(JSON.stringify(operation)))).toEqual(operation);
  });

  it.each([
    ["", "application/json", "HTTP 200 with an empty body instead of JSON"],
    [
      "<title>Sign in</title>",
      "text/html",
      'HTTP 200 with an HTML page instead of JSON: "Sign in"',
    ],
    [
      '{"name":',
      "application/json",
      'HTTP 200 with application/json (8 characters) instead of JSON: "{\\"name\\":"',
    ],
    ["[]", "text/plain", 'HTTP 200 with text/plain (2 characters) instead of a JSON object: "[]"'],
    [
      "null",
      "text/plain",
      'HTTP 200 with text/plain (4 characters) instead of a JSON object: "null"',
    ],
  ])("refuses %j", (text, contentType, message) => {
    expect(failure(() => readOperationAnswer(answer(text, contentType)))).toEqual([
      Code.INTERNAL,
      200,
      message,
    ]);
  });
});

describe("readListAnswer()", () => {
  it.each([
    ["{}", { operations: [] }],
    ['{"operations":null,"nextPageToken":"","unreachable":[]}', { operations: [] }],
    [
      '{"operations":[{"name":"operations/x"}],"nextPageToken":"t","unreachable":["here"]}',
      { operations: [{ name: "operations/x" }], nextPageToken: "t", unreachable: ["here"] },
    ],
  ])("reads %s", (text, page) => {
    expect(readListAnswer(answer(text))).toEqual(page);
  });

  it.each(['{"operations":{}}', '{"operations":[1]}', "[]", ""])("refuses %j", (text) => {
    expect(failure(() => readListAnswer(answer(text)))?.[0]).toBe(Code.INTERNAL);
  });
});

describe("checkEmptyAnswer()", () => {
  it.each(["", "\n", "{}", '{"@type":"x"}'])("accepts %j", (text) => {
    expect(failure(() => checkEmptyAnswer(answer(text)))).toBeUndefined();
  });

  it("refuses the page of a proxy", () => {
    expect(failure(() => checkEmptyAnswer(answer("<h1>Sign in</h1>")))).toEqual([
      Code.INTERNAL,
      200,
      'HTTP 200 with an HTML page instead of JSON: "Sign in"',
    ]);
  });
});
