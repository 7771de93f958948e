import { describe, expect, it } from "vitest";
import { checkEmptyAnswer, readListAnswer, readOperationAnswer } from "../../src/http/index.ts";
import { Code, RpcError } from "../../src/index.ts";

const answer = (text: string, status = 200) => ({ status, text });

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
    ["", 'HTTP 200 without a JSON object: ""; check the base URL'],
    ["<title>Sign in</title>", 'HTTP 200 without a JSON object: "Sign in"; check the base URL'],
    ['{"name":', 'HTTP 200 without a JSON object: "{"name":"; check the base URL'],
    ["[]", 'HTTP 200 without a JSON object: "[]"; check the base URL'],
    ["null", 'HTTP 200 without a JSON object: "null"; check the base URL'],
  ])("refuses %j", (text, message) => {
    expect(failure(() => readOperationAnswer(answer(text)))).toEqual([Code.INTERNAL, 200, message]);
  });
});

it("takes no Location for a redirect where the status is none", () => {
  const located = { ...answer("[]"), header: () => "/elsewhere" };
  expect(failure(() => readOperationAnswer(located))?.[2]).toBe(
    'HTTP 200 without a JSON object: "[]"; check the base URL',
  );
});

describe("readListAnswer()", () => {
  it.each([
    ["{}", { operations: [] }],
    ['{"operations":null,"nextPageToken":""}', { operations: [] }],
    ['{"nextPageToken":null,"unreachable":[]}', { operations: [], unreachable: [] }],
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
      'HTTP 200 without a JSON object: "<h1>Sign in</h1>"; check the base URL',
    ]);
  });
});

it.each(Object.entries({ readOperationAnswer, readListAnswer, checkEmptyAnswer }))(
  "%s() throws the error of a failed answer",
  (_name, read) => {
    const text = '{"error":{"status":"NOT_FOUND","message":"no such operation"}}';
    expect(failure(() => read(answer(text, 404)))).toEqual([
      Code.NOT_FOUND,
      404,
      "no such operation",
    ]);
    expect(failure(() => read(answer("", 503)))?.[0]).toBe(Code.UNAVAILABLE);
  },
);
