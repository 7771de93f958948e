import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePathTemplate } from "../../src/http/index.ts";
import { Code } from "../../src/index.ts";

describe("expand()", () => {
  it.each([
    ["/v1/{name=**}", "operations/a", "/v1/operations/a"],
    ["v1/{+name}", "operations/a", "/v1/operations/a"],
    ["/v1/{name=**}:cancel", "operations/a:b", "/v1/operations/a%3Ab:cancel"],
    ["/v1/{name=**}/operations", "projects/p", "/v1/projects/p/operations"],
    ["/v1/{name=**}/operations", "", "/v1/operations"],
    [
      "/v1/{name=projects/*/operations/**}",
      "projects/p/operations/a/b",
      "/v1/projects/p/operations/a/b",
    ],
    ["/v1/{name=projects/*/operations/**}", "projects/p/operations", "/v1/projects/p/operations"],
    ["/v1/operations/{name}", "a/b", "/v1/operations/a%2Fb"],
    ["/v1/operations/{name=*}", "-_.~09azAZ", "/v1/operations/-_.~09azAZ"],
    [
      "/v1/{name=operations/**}",
      "operations/a+/=é!'()*",
      "/v1/operations/a%2B/%3D%C3%A9%21%27%28%29%2A",
    ],
  ])("%s for %j is %s", (template, name, path) => {
    expect(parsePathTemplate(template).expand({ name })).toBe(path);
  });

  it.each([
    ["/v1/{name=projects/*/operations/**}", "operations/a"],
    ["/v1/{name=projects/*/operations/**}", "projects//operations/a"],
    ["/v1/{name=operations/*}", "operations/a/b"],
    ["/v1/operations/{name}", ""],
    ["/v1/operations/{name}", ".."],
    ["/v1/{name=**}", "operations/./a"],
    ["/v1/{name=**}", "/operations/a"],
    ["/v1/{name=**}", "operations//a"],
    ["/v1/{name=**}", "operations/a/"],
  ])("%s refuses %j", (template, name) => {
    expect(() => parsePathTemplate(template).expand({ name })).toThrow(
      expect.objectContaining({
        code: Code.INVALID_ARGUMENT,
        rawMessage: `the name ${JSON.stringify(name)} must match ${template}`,
      }),
    );
  });

  it.each(["/v1/{name=**}", "/v1/operations/{name}"])(
    "%s refuses what isn't well-formed Unicode",
    (template) => {
      expect(() => parsePathTemplate(template).expand({ name: "operations/\ud800" })).toThrow(
        expect.objectContaining({
          code: Code.INVALID_ARGUMENT,
          rawMessage: '"operations/\\ud800" is not well-formed Unicode',
        }),
      );
    },
  );

  it("doesn't show a long value whole", () => {
    const { expand } = parsePathTemplate("/v1/{name=operations/*}");
    expect(() => expand({ name: "x".repeat(100_000) })).toThrow(
      expect.objectContaining({
        rawMessage: `the name "${"x".repeat(149)} must match /v1/{name=operations/*}`,
      }),
    );
  });

  it("names a variable that is missing", () => {
    expect(() => parsePathTemplate("/v1/{name=operations/*}").expand({})).toThrow(
      "[INVALID_ARGUMENT] the name undefined must match /v1/{name=operations/*}",
    );
  });
});

describe("match()", () => {
  it.each([
    ["/v1/{name=**}", "/v1/operations/a", { name: "operations/a" }],
    ["/v1/{name=**}", "/v1", { name: "" }],
    ["/v1/{name=**}", "/v1/", { name: "" }],
    ["/v1/{name=**}", "/v1/operations/operations%2Fid", { name: "operations/operations%2Fid" }],
    ["/v1/operations/{name}", "/v1/operations/operations%2Fid", { name: "operations/id" }],
    ["/v1/{name=**}", "/v1/operations/a%2fb%20c%252F", { name: "operations/a%2fb c%2F" }],
    ["/v1/{name=**}", "/v1/operations/a+b", { name: "operations/a+b" }],
    ["/v1/{name=**}:cancel", "/v1/operations/a:b:cancel", { name: "operations/a:b" }],
    ["/v1/{name=**}", "/v1/operations/a:b", { name: "operations/a:b" }],
    ["/v1/{name=**}/operations", "/v1/operations", { name: "" }],
    ["/v1/{name=**}/operations", "/v1/projects/p/operations", { name: "projects/p" }],
    [
      "/b/{bucket}/operations/{id}/cancel",
      "/b/x%2Fy/operations/z/cancel",
      { bucket: "x/y", id: "z" },
    ],
    ["/$discovery/rest", "/$discovery/rest", {}],
  ])("%s reads %s", (template, path, variables) => {
    expect(parsePathTemplate(template).match(path)).toEqual(variables);
  });

  it.each([
    ["/v1/{name=**}:cancel", "/v1/operations/a%3Acancel"],
    ["/v1/{name=**}:cancel", "/v1/operations/a"],
    ["/v1/{name=**}/operations", "/v1/projects/p"],
    ["/v1/{name=**}/operations", "/operations"],
    ["/v1/{name=operations/*}", "/v1/operations/"],
    ["/v1/{name=**}", "/v2/operations/a"],
    ["/v1/{name=**}", "/v1/operations/%E0%A4%A"],
    ["/v1/{name=**}", "/v1/operations/%ff"],
    ["/v1/{name=**}", "v1/operations/a"],
    ["/$discovery/rest", "/v1/operations"],
  ])("%s doesn't fit %s", (template, path) => {
    expect(parsePathTemplate(template).match(path)).toBeUndefined();
  });

  it("doesn't throw, whatever the path", () => {
    const { match } = parsePathTemplate("/v1/{name=projects/*/operations/**}:cancel");
    const path = fc.string({ unit: "binary" });
    const fitting = path.map((text) => `/v1/projects/p/operations/${text}:cancel`);
    fc.assert(fc.property(fc.oneof(path, fitting), (text) => void match(text)));
  });
});

describe("parsePathTemplate()", () => {
  it.each([
    "",
    "/",
    "/v1//a",
    "/v1/*",
    "/v1/{name",
    "/v1/x{name}",
    "/v1/{name}x",
    "/v1/{}",
    "/v1/{name=}",
    "/v1/{name=a b}",
    "/v1/{a=**}/{b=**}",
    "/v1/{name}/{name}",
    "/v1/{name}:",
    "/v1/a?b",
    "/v1/a%20b",
  ])("refuses %j", (template) => {
    expect(() => parsePathTemplate(template)).toThrow(TypeError);
  });

  it("says what is wrong", () => {
    expect(() => parsePathTemplate("/v1/**")).toThrow(
      '"/v1/**" is not a path template such as "/v1/{name=**}:cancel"',
    );
  });
});

/** What a variable of one segment can be: well-formed, and no dot segment. */
const value = fc
  .string({ unit: "binary", minLength: 1 })
  .filter((text) => !/^\.\.?$/.test(text) && text.isWellFormed());

it("variables of one segment are read as what was put in, even with a `/`", () => {
  const template = parsePathTemplate("/v1/{parent}/operations/{name}:cancel");
  fc.assert(
    fc.property(value, value, (parent, name) => {
      expect(template.match(template.expand({ parent, name }))).toEqual({ parent, name });
    }),
  );
});

it.each(["/v1/{name=**}", "/v1/{name=**}/operations", "/v1/{name=**}:wait"])(
  "%s is read as what was put in, whatever its segments are",
  (text) => {
    const template = parsePathTemplate(text);
    const segment = value.filter((text) => !text.includes("/"));
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        const name = segments.join("/");
        expect(template.match(template.expand({ name }))).toEqual({ name });
      }),
    );
  },
);
