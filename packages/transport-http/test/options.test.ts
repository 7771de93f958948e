import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import {
  createHttpOperations,
  googleApi,
  type HttpOperationsOptions,
  standardBindings,
} from "../src/index.ts";
import { undiciClient } from "../src/node/index.ts";
import { name, response, running } from "./clients.ts";

const baseUrl = "https://example.com";
/** Of Google's Speech-to-Text. */
const googleSpeech = { get: { method: "GET", path: "v1/operations/{+name}" } } as const;
const unused = async () => expect.unreachable();

describe("createHttpOperations()", () => {
  it.each([
    "earthengine.googleapis.com",
    "localhost:7469",
    "/api",
    "",
    "ftp://example.com",
    "view-source:https://example.com",
    "https://me:pass@example.com",
    "https://example.com/api?key=1",
    "https://example.com/#",
  ])("refuses the base URL %j", (url) => {
    expect(() => createHttpOperations({ baseUrl: url })).toThrow(
      new TypeError('baseUrl must be like "https://example.com/path"'),
    );
  });

  it.each([
    ["https://example.com/api//", "https://example.com/api"],
    ["HTTPS://Example.com:443/", "https://example.com"],
    ["http://[::1]:80/a%20b/", "http://[::1]/a%20b"],
  ])("takes %s for %s", (url, service) => {
    expect(createHttpOperations({ baseUrl: url }).service).toBe(service);
  });

  it("refuses a base URL that can't be parsed", () => {
    expect(() => createHttpOperations({ baseUrl: "https://a b" })).toThrow(TypeError);
  });

  it.each<[Partial<HttpOperationsOptions>, Error]>([
    [{ timeoutMs: -1 }, new RangeError("timeoutMs must be from 0 to 2147483647, not -1")],
    [{ timeoutMs: Number.NaN }, new RangeError("timeoutMs must be from 0 to 2147483647, not NaN")],
    [
      { timeoutMs: 2 ** 31 },
      new RangeError("timeoutMs must be from 0 to 2147483647, not 2147483648"),
    ],
    [
      { maxResponseBytes: -1 },
      new RangeError("maxResponseBytes must be from 0 to 2147483647, not -1"),
    ],
    [{ retry: { retries: -1 } }, new RangeError("retries must be from 0 to 2147483647, not -1")],
    [{ retry: { retries: 1.5 } }, new RangeError("retries must be whole")],
    [
      { retry: { minTimeoutMs: Number.NaN } },
      new RangeError("minTimeoutMs must be from 0 to 2147483647, not NaN"),
    ],
    [
      { retry: { maxHintMs: Number.POSITIVE_INFINITY } },
      new RangeError("maxHintMs must be from 0 to 2147483647, not Infinity"),
    ],
    [
      { headers: { "a b": "c" } },
      new TypeError("headers can't go to https://example.com: use plain ASCII"),
    ],
    [
      { headers: { a: "b\r\nc: d" } },
      new TypeError("headers can't go to https://example.com: use plain ASCII"),
    ],
    [
      { bindings: { get: { method: "GET", path: "v1/**" } } },
      new TypeError('the path "v1/**" must be like "/v1/{name=**}:cancel"'),
    ],
    [{ bindings: {}, methods: ["get"] }, new TypeError("bindings have no get")],
  ])("refuses %j", (options, error) => {
    expect(() => createHttpOperations({ baseUrl, ...options })).toThrow(error);
  });

  it("takes undefined for an option that isn't set", () => {
    const retry = { retries: undefined, minTimeoutMs: undefined };
    // @ts-expect-error only without exactOptionalPropertyTypes
    expect(createHttpOperations({ baseUrl, retry }).service).toBe(baseUrl);
  });

  it.each(["Bearer s3cret\nx", "Bearer s3cret…"])(
    "doesn't show the header %j that it refuses",
    (authorization) => {
      const headers = { authorization };
      expect(() => createHttpOperations({ baseUrl, headers })).toThrow(
        new TypeError(`headers can't go to ${baseUrl}: use plain ASCII`),
      );
    },
  );

  it("doesn't show a long name whole", async () => {
    const client = () => Promise.reject(new Error("no network"));
    const operations = createHttpOperations({ baseUrl, client, retry: false });
    for (const long of [
      "x".repeat(100_000),
      `operations/${"x".repeat(100_000)}`,
      `${"x".repeat(100_000)}?`,
      `${"x".repeat(100_000)}/`,
    ]) {
      const error = await operations.getOperation({ name: long }).catch((reason) => reason);
      expect(error).toBeInstanceOf(RpcError);
      expect(error.message.length).toBeLessThan(300);
    }
  });

  it.each([
    "http://example.com",
    "http://10.0.0.1:80",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://notlocalhost",
  ])("refuses to send credentials to %s", (url) => {
    const message = `credentials can't go to ${new URL(url).origin}: use https`;
    expect(() => createHttpOperations({ baseUrl: url, accessToken: () => "t" })).toThrow(
      new TypeError(message),
    );
    for (const others of [{}, { authorization: "" }]) {
      const headers = { ...others, "X-Goog-Api-Key": "k" };
      expect(() => createHttpOperations({ baseUrl: url, headers })).toThrow(new TypeError(message));
    }
    const headers = { cookie: "", "x-goog-user-project": "p" };
    expect(createHttpOperations({ baseUrl: url, headers }).service).toBe(url.replace(":80", ""));
  });

  it.each([
    "https://example.com",
    "http://localhost:1",
    "http://127.0.0.1:1",
    "http://[::1]:1",
    "http://app.localhost",
  ])("sends credentials to %s", (url) => {
    expect(createHttpOperations({ baseUrl: url, accessToken: () => "t" }).service).toBe(url);
  });

  it("tells what it knows of the service", () => {
    const { service, methods, listParent, readMetadata } = createHttpOperations({
      baseUrl: `${baseUrl}/api/`,
    });
    expect([service, methods, listParent?.(name), readMetadata]).toEqual([
      "https://example.com/api",
      undefined,
      "projects/p",
      undefined,
    ]);
    const named = createHttpOperations({
      baseUrl,
      service: "s",
      bindings: standardBindings({ version: "v2" }),
      readMetadata: () => ({ progress: 0.5 }),
    });
    expect([named.service, named.methods, named.listParent, named.readMetadata?.({})]).toEqual([
      "s",
      new Set(["get", "list", "cancel", "delete", "wait"]),
      undefined,
      { progress: 0.5 },
    ]);
  });

  it("rejects with UNIMPLEMENTED, without a request, for methods that aren't there", async () => {
    const { wait: _, ...bindings } = standardBindings({ version: "v1" });
    const operations = createHttpOperations({
      baseUrl,
      bindings,
      methods: ["get", "cancel"],
      client: unused,
    });
    const unimplemented = expect.objectContaining({ code: Code.UNIMPLEMENTED, unrouted: false });
    await expect(operations.waitOperation({ name })).rejects.toEqual(unimplemented);
    await expect(operations.listOperations({ name })).rejects.toEqual(unimplemented);
    await expect(operations.deleteOperation({ name })).rejects.toMatchObject({
      rawMessage: "the service has no delete",
    });
  });

  it.each([
    "",
    "/operations/x",
    "https://example.com/v1/operations/x",
    "operations/../x",
    "operations/x?y",
    "operations/\n",
  ])("rejects the name %j without a request", async (bad) => {
    const operations = createHttpOperations({ baseUrl, client: unused });
    for (const method of [
      "getOperation",
      "cancelOperation",
      "deleteOperation",
      "waitOperation",
    ] as const) {
      await expect(operations[method]({ name: bad })).rejects.toMatchObject({
        code: Code.INVALID_ARGUMENT,
      });
    }
    if (bad !== "") {
      await expect(operations.listOperations({ name: bad })).rejects.toMatchObject({
        code: Code.INVALID_ARGUMENT,
      });
    }
  });

  it.each([
    ["operations", {}],
    ["projects/p/operations", {}],
    ["", { bindings: googleSpeech }],
    ["operations", { bindings: googleSpeech }],
    ["projects/p/operations", { bindings: googleSpeech }],
  ])("rejects the name %j, where a list is, without a request with %j", async (parent, options) => {
    const operations = createHttpOperations({ baseUrl, ...options, client: unused });
    await expect(operations.getOperation({ name: parent })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: `the name "${parent}" must be like "operations/x"`,
    });
  });

  it.each([
    "projects/p/locations/l/services/s",
    "projects/my-operations/locations/l/services/s",
    "projects/p/operations-x/y",
    "x",
  ])(
    "rejects the name %j, which is another resource's, without a request where paths take any name",
    async (resource) => {
      const bindings = {
        cancel: { method: "POST", path: "v1/{+name}:cancel" },
        delete: { method: "DELETE", path: "v1/{+name}" },
      } as const;
      const google = googleApi({ host: "run.googleapis.com", version: "v2" });
      for (const options of [
        { baseUrl },
        google,
        { baseUrl, bindings, methods: ["cancel", "delete"] as const },
      ]) {
        const operations = createHttpOperations({ ...options, client: unused });
        for (const method of ["cancelOperation", "deleteOperation"] as const) {
          await expect(operations[method]({ name: resource })).rejects.toMatchObject({
            code: Code.INVALID_ARGUMENT,
            rawMessage: `the name "${resource}" must be like "operations/x"`,
          });
        }
      }
    },
  );

  it.each([
    "operations/x",
    "projects/p/locations/l/operations/x/y",
    "transferOperations/x",
    "projects/p/locations/l/operationIds/x",
    "projects/p/locations/l/operationDetails/x",
    "longRunningOperations/x",
  ])("takes the name %j where paths take any name", async (operation) => {
    const client = async () => response(200);
    const operations = createHttpOperations({ baseUrl, client });
    await expect(operations.getOperation({ name: operation })).resolves.toEqual(running);
  });

  it("rejects a long name that is nearly one without holding anything up", async () => {
    const operations = createHttpOperations({ baseUrl, client: unused });
    const nearly = `${"Operation".repeat(100_000)}-`;
    await expect(operations.getOperation({ name: nearly })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
    });
  });

  it.each([
    [{ get: { method: "GET", path: "/v1/{name=jobs/*}" } } as const, "jobs/x"],
    [googleSpeech, "7612202767953098924"],
  ])("takes any name of operations that the path of %j takes", async (bindings, operation) => {
    const client = async () => response(200);
    const operations = createHttpOperations({ baseUrl, bindings, client });
    await expect(operations.getOperation({ name: operation })).resolves.toEqual(running);
  });

  it.each([undefined, null])("rejects a list of %j without a request", async (parent) => {
    const operations = createHttpOperations({ baseUrl, client: unused });
    const request = { name: parent as unknown as string };
    await expect(operations.listOperations(request)).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      rawMessage: `the name ${parent} must be like "projects/p"`,
    });
  });

  it.each([{ filter: "\ud800" }, { pageToken: "\ud800" }])(
    "rejects a list with %j without a request",
    async (fields) => {
      const operations = createHttpOperations({ baseUrl, client: unused });
      await expect(
        operations.listOperations({ name: "projects/p", ...fields }),
      ).rejects.toMatchObject({
        code: Code.INVALID_ARGUMENT,
        rawMessage: '"\\ud800" is not well-formed Unicode',
      });
    },
  );

  it.each([-1, Number.NaN, 2 ** 31])(
    "rejects a page size of %s without a request",
    async (pageSize) => {
      const operations = createHttpOperations({ baseUrl, client: unused });
      await expect(
        operations.listOperations({ name: "projects/p", pageSize }),
      ).rejects.toMatchObject({
        code: Code.INVALID_ARGUMENT,
      });
    },
  );
});

it.each([
  { connections: 0 },
  { connections: 1.5 },
  { keepAliveMs: 0 },
  { keepAliveMs: Number.NaN },
  { keepAliveMs: 600_001 },
])("undiciClient() refuses %j", (options) => {
  expect(() => undiciClient(options)).toThrow(RangeError);
});
