import { describe, expect, it } from "vitest";
import {
  createRequestEncoder,
  createRouter,
  type HttpBinding,
  standardBindings,
} from "../../src/http/index.ts";
import { Code } from "../../src/index.ts";

const v1 = standardBindings({ version: "v1" });
describe("createRequestEncoder()", () => {
  const name = "projects/p/operations/x";
  it.each([
    [v1.get, { name }, { method: "GET", url: "https://x/v1/projects/p/operations/x" }],
    [
      v1.list,
      {
        name: "projects/p",
        filter: "a = 1 & b",
        pageSize: 5,
        pageToken: undefined,
        returnPartialSuccess: true,
      },
      {
        method: "GET",
        url: "https://x/v1/projects/p/operations?filter=a%20%3D%201%20%26%20b&pageSize=5&returnPartialSuccess=true",
      },
    ],
    [
      v1.list,
      { name: "projects/p", "a&b=c#": "d", filter: "e" },
      { method: "GET", url: "https://x/v1/projects/p/operations?a%26b%3Dc%23=d&filter=e" },
    ],
    [v1.cancel, { name }, { method: "POST", url: "https://x/v1/projects/p/operations/x:cancel" }],
    [v1.delete, { name }, { method: "DELETE", url: "https://x/v1/projects/p/operations/x" }],
    [
      v1.wait,
      { name, timeout: "3.5s" },
      {
        method: "POST",
        url: "https://x/v1/projects/p/operations/x:wait",
        body: '{"timeout":"3.5s"}',
      },
    ],
    [
      v1.wait,
      { name },
      { method: "POST", url: "https://x/v1/projects/p/operations/x:wait", body: "{}" },
    ],
    [
      standardBindings({ version: "v1", wait: "query" }).wait,
      { name, timeout: "3.5s" },
      { method: "POST", url: "https://x/v1/projects/p/operations/x:wait?timeout=3.5s" },
    ],
    [
      { method: "GET", path: "/v1beta1/operations" } as const,
      { name: "operations/a b" },
      { method: "GET", url: "https://x/v1beta1/operations?name=operations%2Fa%20b" },
    ],
    [
      { method: "POST", path: "/v1/{parent}/{id=*}:go", body: "*" } as const,
      { id: "a/b", count: 0, parent: "p", done: false },
      { method: "POST", url: "https://x/v1/p/a%2Fb:go", body: '{"count":0,"done":false}' },
    ],
  ])("puts %j and %j into a request", (binding: HttpBinding, request, encoded) => {
    const encode = createRequestEncoder("https://x", binding);
    expect(encode(request)).toEqual({ body: undefined, ...encoded });
  });

  it.each([
    [v1.get, "https://x/v1/a?fields=name%2Cdone"],
    [v1.wait, "https://x/v1/a:wait?fields=name%2Cdone"],
    [
      standardBindings({ version: "v1", wait: "query" }).wait,
      "https://x/v1/a:wait?timeout=1s&fields=name%2Cdone",
    ],
  ])("puts a field mask for %j into the query", (binding: HttpBinding, url) => {
    const request = binding.method === "GET" ? { name: "a" } : { name: "a", timeout: "1s" };
    expect(createRequestEncoder("https://x", binding)(request, "name,done").url).toBe(url);
  });

  it("refuses a name that doesn't fit", () => {
    const encode = createRequestEncoder("https://x", {
      method: "GET",
      path: "/v1/{name=projects/*/operations/**}",
    });
    expect(() => encode({ name: "operations/x" })).toThrow(
      expect.objectContaining({
        code: Code.INVALID_ARGUMENT,
        rawMessage: 'the name "operations/x" must match /v1/{name=projects/*/operations/**}',
      }),
    );
  });

  it.each([
    [{ name: "\ud800" }, undefined],
    [{ name: "", filter: "\ud800" }, undefined],
    [{ name: "", pageToken: "\udc00" }, undefined],
    [{ name: "" }, "\ud800"],
  ])("refuses %j with the mask %j, which isn't well-formed Unicode", (request, mask) => {
    const encode = createRequestEncoder("https://x", { method: "GET", path: "/v1/operations" });
    expect(() => encode(request, mask)).toThrow(
      expect.objectContaining({
        code: Code.INVALID_ARGUMENT,
        rawMessage: expect.stringMatching(/^"\\ud[8c]00" is not well-formed Unicode$/),
      }),
    );
  });

  it("refuses a path that isn't a template", () => {
    expect(() => createRequestEncoder("https://x", { method: "GET", path: "/v1/**" })).toThrow(
      TypeError,
    );
  });
});

describe("route()", () => {
  const router = createRouter(v1);

  it.each([
    ["GET", "/v1/projects/p/operations/x", "get", "projects/p/operations/x"],
    ["GET", "/v1/projects/p/operations", "list", "projects/p"],
    ["GET", "/v1/operations", "list", ""],
    ["POST", "/v1/projects/p/operations/x:cancel", "cancel", "projects/p/operations/x"],
    ["POST", "/v1/projects/p/operations/x:wait", "wait", "projects/p/operations/x"],
    ["DELETE", "/v1/projects/p/operations/x", "delete", "projects/p/operations/x"],
    ["GET", "/v1/operations/a%2Fb%252F%20%", "get", "operations/a%2Fb%252F%20%"],
  ] as const)("%s %s means %s", (httpMethod, path, method, name) => {
    expect(router.route(httpMethod, path)).toEqual({
      method,
      binding: v1[method],
      fields: { name },
    });
  });

  it.each([
    ["POST", "/v1/projects/p/operations/x"],
    ["GET", "/v2/projects/p/operations/x"],
  ])("%s %s means nothing", (httpMethod, path) => {
    expect(router.route(httpMethod, path)).toBeUndefined();
  });

  it("tells cancel from get when both are GET", () => {
    const cancel: HttpBinding = { method: "GET", path: "/v1/{name=**}:cancel" };
    const odd = createRouter({ ...v1, cancel });
    expect(odd.route("GET", "/v1/operations/x:cancel")).toEqual({
      method: "cancel",
      binding: cancel,
      fields: { name: "operations/x" },
    });
  });

  it("gives every variable of the path", () => {
    const odd = createRouter({
      cancel: { method: "POST", path: "/storage/v1/b/{bucket}/operations/{id}/cancel" },
    });
    expect(odd.route("POST", "/storage/v1/b/a%25b/operations/c/cancel")?.fields).toEqual({
      bucket: "a%25b",
      id: "c",
    });
  });

  it("leaves the name to the query when the path has none", () => {
    const list: HttpBinding = { method: "GET", path: "/v1beta1/operations" };
    expect(createRouter({ list }).route("GET", "/v1beta1/operations")?.fields).toEqual({});
  });
});

describe("allowedMethods()", () => {
  it.each([
    ["/v1/projects/p/operations/x", ["GET", "DELETE"]],
    ["/v1/projects/p/operations/x:cancel", ["POST", "GET", "DELETE"]],
    ["/v2/x", []],
  ])("of %s are %j", (path, methods) => {
    expect(createRouter(v1).allowedMethods(path)).toEqual(methods);
  });
});
