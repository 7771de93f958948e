import { describe, expect, it } from "vitest";
import { readRecordings } from "../../src/recordings/read-recordings.ts";
import { RecordingsError } from "../../src/recordings/recording.ts";
import { createFolder } from "./folder.ts";

describe("readRecordings()", () => {
  it("reads the JSON files of a folder by name", async () => {
    const request = { method: "GET", url: "/v1/operations/x" };
    const full = { note: "n", request, status: 404, contentType: "text/html", body: "gone" };
    await using folder = await createFolder({
      "b.json": JSON.stringify(full),
      "a.json": JSON.stringify({ request: { method: null }, status: 200, body: {} }),
      "notes.md": "not read",
    });
    expect(await readRecordings(folder.path)).toEqual([
      { file: "a.json", status: 200, body: {} },
      { file: "b.json", method: "GET", status: 404, contentType: "text/html", body: "gone" },
    ]);
  });

  it.each([
    [{}, "has no JSON files"],
    [{ "a.json": "{" }, "a.json is not JSON: "],
    [{ "a.json": "[]" }, "a.json is not a JSON object"],
    [{ "a.json": '{"status":99}' }, "a.json: `status` is not an HTTP status from 200 to 599"],
    [
      { "a.json": '{"status":200,"request":{"method":1}}' },
      "a.json: `request.method` is not a string",
    ],
    [{ "a.json": '{"status":200,"contentType":1}' }, "a.json: `contentType` is not a string"],
    [{ "a.json": '{"status":200}' }, "a.json has no `body`"],
  ])("can't use a folder with %j", async (files, complaint) => {
    await using folder = await createFolder(files);
    const failure = await readRecordings(folder.path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RecordingsError);
    expect(failure).toHaveProperty("message", expect.stringContaining(complaint));
  });

  it("can't use what isn't a folder", async () => {
    await expect(readRecordings(import.meta.filename)).rejects.toThrow(
      `${import.meta.filename} is not a folder that can be read`,
    );
  });
});
