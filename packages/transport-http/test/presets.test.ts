import type { Any } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import {
  createHttpOperations,
  earthEngine,
  googleApi,
  type HttpOperationsOptions,
  showcase,
} from "../src/index.ts";
import { startServer } from "./scripted-server.ts";

/** The requests that all methods of a service make. */
async function requestsOf(options: HttpOperationsOptions, name: string, parent: string) {
  await using server = await startServer([{ body: "{}" }]);
  const operations = createHttpOperations({ ...options, baseUrl: server.baseUrl });
  await operations.getOperation({ name });
  await operations.listOperations({ name: parent, pageSize: 5 });
  await operations.cancelOperation({ name });
  await operations.deleteOperation({ name });
  if (operations.methods?.has("wait")) await operations.waitOperation({ name, timeoutMs: 1000 });
  return server.requests.map(({ method, url, body }) => `${method} ${url} ${body}`.trim());
}

describe("earthEngine()", () => {
  it.each(["v1", "v1beta", "v1alpha"] as const)("knows the paths of %s", async (version) => {
    const name = "projects/p/operations/x";
    expect(await requestsOf(earthEngine({ version }), name, "projects/p")).toEqual([
      `GET /${version}/projects/p/operations/x`,
      `GET /${version}/projects/p/operations?pageSize=5`,
      `POST /${version}/projects/p/operations/x:cancel`,
      `DELETE /${version}/projects/p/operations/x`,
      `POST /${version}/projects/p/operations/x:wait {"timeout":"1s"}`,
    ]);
  });

  const preset = earthEngine({ version: "v1" });

  it("goes to Earth Engine", () => {
    expect(createHttpOperations(preset).service).toBe("https://earthengine.googleapis.com");
  });

  it.each([
    ["projects/my-project/operations/x", "projects/my-project"],
    ["projects/p/operations/a/operations/b", "projects/p"],
    ["operations/x", undefined],
    ["my/projects/p/operations/x", undefined],
    ["projects/p/operations/", undefined],
  ])("%s is listed in %s", (name, parent) => {
    expect(preset.listParent?.(name)).toBe(parent);
  });

  it.each<[Any, object]>([
    [
      { state: "RUNNING", progress: 0.25, updateTime: "2026-01-01T00:00:00Z" },
      { progress: 0.25, cancelling: false, updateTime: "2026-01-01T00:00:00Z" },
    ],
    [{ state: "CANCELLING" }, { cancelling: true }],
    [{ progress: 0 }, { progress: 0, cancelling: false }],
    [{ progress: 1 }, { progress: 1, cancelling: false }],
    [{ progress: "0.5", updateTime: 5 }, { cancelling: false }],
    [{ progress: 50 }, { cancelling: false }],
    [{ progress: -0.5 }, { cancelling: false }],
  ])("reads %j", (metadata, reading) => {
    expect(preset.readMetadata?.(metadata)).toStrictEqual(reading);
  });
});

describe("googleApi()", () => {
  const run = { host: "run.googleapis.com", version: "v2" };
  const name = "projects/p/locations/l/operations/x";
  const common = [
    "GET /v2/projects/p/locations/l/operations/x",
    "GET /v2/projects/p/locations/l/operations?pageSize=5",
    "POST /v2/projects/p/locations/l/operations/x:cancel",
    "DELETE /v2/projects/p/locations/l/operations/x",
  ];

  it.each([
    [run, []],
    [
      { ...run, wait: "query" as const },
      ["POST /v2/projects/p/locations/l/operations/x:wait?timeout=1s"],
    ],
    [
      { ...run, wait: "body" as const },
      ['POST /v2/projects/p/locations/l/operations/x:wait {"timeout":"1s"}'],
    ],
  ])("knows the paths of %j", async (options, wait) => {
    expect(await requestsOf(googleApi(options), name, "projects/p/locations/l")).toEqual([
      ...common,
      ...wait,
    ]);
  });

  it.each([
    "https://run.googleapis.com",
    "run.googleapis.com/v2",
    "me:pass@run.googleapis.com",
    "",
  ])("refuses the host %j", (host) => {
    expect(() => googleApi({ host, version: "v2" })).toThrow(
      new TypeError('host must be like "run.googleapis.com", without "https://" or a path'),
    );
  });

  it("goes to the host", () => {
    const { service } = createHttpOperations(googleApi({ ...run, host: "localhost:8443" }));
    expect(service).toBe("https://localhost:8443");
  });

  const preset = googleApi(run);

  it.each([
    [name, "projects/p/locations/l"],
    ["projects/p/operations/a/operations/b", "projects/p/operations/a"],
    ["operations/x", ""],
    ["operations/a/operations/x", "operations/a"],
    ["x", undefined],
    ["myoperations/x", undefined],
    ["projects/p/operations/", undefined],
  ])("%s is listed in %j", (operation, parent) => {
    expect(preset.listParent?.(operation)).toBe(parent);
  });

  it.each<[Any, object]>([
    [
      { progressPercent: 25, requestedCancellation: true },
      { progress: 0.25, cancelling: true },
    ],
    [
      { progressPercentage: "50", cancelRequested: true },
      { progress: 0.5, cancelling: true },
    ],
    [
      { progress: 0.25, updateTime: "2026-01-01T00:00:00Z" },
      { progress: 0.25, cancelling: false, updateTime: "2026-01-01T00:00:00Z" },
    ],
    [
      { progress: 25, state: "CANCELLING" },
      { progress: 0.25, cancelling: true },
    ],
    [{ progress: 1 }, { cancelling: false }],
    [{ progress: { progressPercent: 75 } }, { progress: 0.75, cancelling: false }],
    [{ progressPercent: 0 }, { progress: 0, cancelling: false }],
    [{ progressPercent: 100 }, { progress: 1, cancelling: false }],
    [{ progressPercent: 250 }, { cancelling: false }],
    [{ progressPercent: -1 }, { cancelling: false }],
    [{ progressPercent: "soon" }, { cancelling: false }],
    [{ progress: null, updateTime: 5 }, { cancelling: false }],
    [{ progress: "0.5" }, { cancelling: false }],
  ])("reads %j", (metadata, reading) => {
    expect(preset.readMetadata?.(metadata)).toStrictEqual(reading);
  });
});

describe("showcase()", () => {
  it("lists by a query, and has no wait", async () => {
    expect(await requestsOf(showcase(), "operations/a+/=", "operations")).toEqual([
      "GET /v1beta1/operations/a%2B/%3D",
      "GET /v1beta1/operations?name=operations&pageSize=5",
      "POST /v1beta1/operations/a%2B/%3D:cancel",
      "DELETE /v1beta1/operations/a%2B/%3D",
    ]);
  });

  it("goes to where the server is by default", () => {
    expect(createHttpOperations(showcase()).service).toBe("http://localhost:7469");
  });

  it("sends the tokens that the server wants", async () => {
    await using server = await startServer([{ body: "{}" }]);
    await createHttpOperations(showcase({ baseUrl: server.baseUrl })).getOperation({
      name: "operations/x",
    });
    expect(server.requests[0]?.headers["x-goog-api-client"]).toMatch(/^rest\/\S+ gapic\/\S+$/);
  });
});
