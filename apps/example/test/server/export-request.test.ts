import { describe, expect, it } from "vitest";
import { startExportServer } from "../../src/server/export-server.ts";

const renderer = {
  exportImage: async () => ({ file: "/a.png", bytes: 1, width: 2, height: 1 }),
};

describe("a request to export", () => {
  it.each([
    ["nothing", "", "description: expected text"],
    ["no JSON", "{", "it is not JSON"],
    ["null", "null", "description: expected text"],
    ["a number", "7", "expected a JSON object"],
    ["an empty list", "[]", "expected a JSON object"],
    ["null for a part", '{"description":"a","seed":1,"grid":null}', "width: expected an integer"],
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
