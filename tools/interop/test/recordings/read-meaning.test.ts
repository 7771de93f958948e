import { describe, expect, it } from "vitest";
import { readMeaning } from "../../src/recordings/read-meaning.ts";
import type { Recording } from "../../src/recordings/recording.ts";

const name = "projects/p/operations/x";
const response = { "@type": "type.googleapis.com/p.Thing" };
const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" };
const exported = { type: "EXPORT_IMAGE" };

function recording(body: unknown, facts: Partial<Recording> = {}): Recording {
  return { file: "x.json", method: "GET", status: 200, contentType: undefined, body, ...facts };
}

describe("readMeaning()", () => {
  it.each([
    [{ name }, "running"],
    [{ name, done: true, response }, "done.succeeded p.Thing"],
    [{ name, done: true, response: {} }, "done.succeeded with an untyped response"],
    [{ done: true }, "done.succeeded without a response, nameless"],
    [{ name, done: true, error: { code: 5, message: "no" } }, "done.failed [NOT_FOUND] no"],
    [{ name, done: true, error: { code: 1, message: "c" } }, "done.cancelled [CANCELLED] c"],
    [
      { name, done: true, error: { code: 5 }, response },
      "malformed: done with both an error and a response",
    ],
    [
      { name, metadata: { ...exported, state: "CANCELLING", progress: 0.254 } },
      "running; metadata: 25 %, cancelling",
    ],
    [
      { operations: [{ name }, { name, done: true, response }], nextPageToken: "t" },
      "list of 2: running, done.succeeded p.Thing; more follow",
    ],
  ])("tells the operation or the page in an answer: %j", async (body, meaning) => {
    expect(await readMeaning(recording(body))).toBe(meaning);
  });

  it.each(["DELETE", "POST"])("tells an empty success of %s", async (method) => {
    expect(await readMeaning(recording("", { method, status: 204 }))).toBe("ok, empty");
    expect(await readMeaning(recording({}, { method }))).toBe("ok, empty");
  });

  it("tells an error with its details", async () => {
    const error = { code: 429, status: "RESOURCE_EXHAUSTED", message: "q", details: [retryInfo] };
    expect(await readMeaning(recording({ error }, { status: 429 }))).toBe(
      "error [RESOURCE_EXHAUSTED] q; details: RetryInfo 1500 ms",
    );
  });

  it("tells a route that isn't there", async () => {
    const page = recording("<title>Gone</title>", { status: 404, contentType: "text/html" });
    expect(await readMeaning(page)).toMatch(/^error \[NOT_FOUND\] .*"Gone".*; no such route$/);
  });
});
