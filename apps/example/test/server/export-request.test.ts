import { Code, findDetail, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { readExportRequest } from "../../src/server/export-request.ts";
import { startExportServer } from "../../src/server/export-server.ts";

const renderer = {
  exportImage: async () => ({ file: "/a.png", bytes: 1, width: 2, height: 1 }),
};

function refusalOf(body: Readonly<Record<string, unknown>>): RpcError {
  try {
    return expect.unreachable(JSON.stringify(readExportRequest(body)));
  } catch (error) {
    return RpcError.from(error);
  }
}

describe("readExportRequest()", () => {
  const grid = (width: unknown, height: unknown) => ({ dimensions: { width, height } });
  const right = { description: "Alps", seed: 7, grid: grid(64, 48) };

  it("reads what Earth Engine's clients send", () => {
    expect(readExportRequest({ ...right, requestId: "r", fileExportOptions: {} })).toEqual({
      description: "Alps",
      seed: 7,
      width: 64,
      height: 48,
    });
  });

  it.each([
    [{ description: " " }, ["description"]],
    [{ seed: 1.5 }, ["seed"]],
    [{ grid: grid(0, 48) }, ["width"]],
    [{ grid: grid(Number.NaN, 8193) }, ["width", "height"]],
    [{ grid: null }, ["width", "height"]],
  ])("names the bad fields of %o", (change, fields) => {
    const refusal = refusalOf({ ...right, ...change });
    expect(refusal.code).toBe(Code.INVALID_ARGUMENT);
    const violations = findDetail(refusal, "google.rpc.BadRequest")?.fieldViolations ?? [];
    expect(violations.map(({ field }) => field)).toEqual(fields);
  });
});

describe("a request to export", () => {
  it.each([
    ["nothing", "", "description: expected text; seed: expected an integer; width: expected"],
    ["no JSON", "{", "it is not JSON"],
    ["a number", "7", "expected a JSON object"],
  ])("of %s is refused with what is wrong with it", async (_, body, message) => {
    await using server = await startExportServer(renderer);
    const url = `${server.url}/v1/projects/example/image:export`;
    const answer = await fetch(url, { method: "POST", body });
    expect(await answer.json()).toMatchObject({
      error: {
        code: 400,
        status: "INVALID_ARGUMENT",
        message: expect.stringContaining(message),
      },
    });
    expect(answer.status).toBe(400);
  });
});
