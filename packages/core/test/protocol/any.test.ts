import { describe, expect, it } from "vitest";
import { anyTypeName } from "../../src/index.ts";

describe("anyTypeName()", () => {
  it.each([
    ["type.googleapis.com/google.protobuf.Empty", "google.protobuf.Empty"],
    ["type.example.com/path/to/x.Image", "x.Image"],
    ["https://type.googleapis.com/x.Image", "x.Image"],
    ["/x.Image", "x.Image"],
    ["x.Image", "x.Image"],
    ["type.googleapis.com/", ""],
  ])("reads what follows the last slash of %s", (url, name) => {
    expect(anyTypeName({ "@type": url })).toBe(name);
  });

  it("finds none in an Any without a type URL", () => {
    expect(anyTypeName({ id: "a" })).toBeUndefined();
  });

  it("finds none where the type URL isn't a string", () => {
    expect(anyTypeName(JSON.parse('{ "@type": 5 }'))).toBeUndefined();
    expect(anyTypeName(JSON.parse('{ "@type": null }'))).toBeUndefined();
  });
});
