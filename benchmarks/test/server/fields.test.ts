import { describe, expect, it } from "vitest";
import { parseFields, pickFields } from "../../src/server/fields.ts";

const page = {
  operations: [{ name: "a", done: true, metadata: { state: "RUNNING", priority: 100 } }],
  nextPageToken: "1",
};

describe("a field mask", () => {
  it.each([
    ["nextPageToken", { nextPageToken: "1" }],
    ["operations(name,done)", { operations: [{ name: "a", done: true }] }],
    ["operations/name,nextPageToken", { operations: [{ name: "a" }], nextPageToken: "1" }],
    ["operations(metadata(state))", { operations: [{ metadata: { state: "RUNNING" } }] }],
    [
      "operations(name,metadata/state)",
      { operations: [{ name: "a", metadata: { state: "RUNNING" } }] },
    ],
    ["operations(error)", { operations: [{}] }],
  ])("%s picks that", (mask, expected) => {
    expect(pickFields(page, parseFields(mask))).toEqual(expected);
  });

  it.each(["operations(name", "name)"])("%s is refused", (mask) => {
    expect(() => parseFields(mask)).toThrow(SyntaxError);
  });
});
