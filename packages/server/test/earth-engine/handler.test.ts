import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import {
  createEarthEngineHandler,
  type EarthEngineCall,
  earthEngineMetadata,
} from "../../src/earth-engine/index.ts";
import { createMemoryEngine, type RequestLog, withCors } from "../../src/index.ts";
import { createRecorder } from "../support/operations.ts";
import { BASE, send } from "../support/send.ts";

function createExports() {
  const engine = createMemoryEngine({
    methods: { exportImage: async (body: Readonly<Record<string, unknown>>) => body },
    metadata: earthEngineMetadata,
  });
  const handler = createEarthEngineHandler(engine, {
    starts: { "image:export": (body, options) => engine.start("exportImage", body, options) },
  });
  return { engine, handler };
}

describe("createEarthEngineHandler()", () => {
  it("serves operations in all versions", async () => {
    const { engine, handler } = createExports();
    await using _ = engine;
    const { name } = await engine.start("exportImage", {}, { parent: "projects/p" });
    const operation = await engine.waitOperation({ name });
    for (const version of ["v1", "v1beta", "v1alpha"]) {
      const { status, json } = await send(handler, `GET /${version}/${name}`);
      expect([status, json]).toEqual([200, operation]);
    }
  });

  it("starts what is asked for below its project, with its description, type and priority", async () => {
    const { engine, handler } = createExports();
    await using _ = engine;
    const request = {
      description: "dem",
      priority: 5,
      requestId: "r",
      expression: { result: "0" },
    };
    const { status, json } = await send(handler, "POST /v1/projects/p/image:export", request);
    expect([status, json]).toMatchObject([
      200,
      {
        name: expect.stringMatching("^projects/p/operations/"),
        metadata: { state: "PENDING", type: "EXPORT_IMAGE", description: "dem", priority: 5 },
      },
    ]);
    const again = await send(handler, "POST /v1beta/projects/p/image:export", request);
    expect(again.json.name).toBe(json.name);
    expect((await engine.waitOperation(json)).response).toMatchObject(request);
  });

  it.each([
    ["POST /v1/projects/p/table:export", 405],
    ["POST /v2/projects/p/image:export", 405],
    ["GET /v1/projects/p/image:export", 405],
    ["DELETE /v1/projects/p/algorithms", 405],
    ["GET /v2/projects/p/algorithms", 404],
    ["GET /$discovery/rest?version=v2", 404],
    ["POST /$discovery/rest?version=v1", 404],
    ["GET /v1/projects/%ZZ/algorithms", 400],
    ["POST /v1/projects/%ZZ/image:export", 400],
    ["POST /v1/projects/%0Ap/image:export", 400],
    ["POST /v1/projects/p%3F/image:export", 400],
    ["POST /v1/projects/..%2Fp/image:export", 400],
    ["POST /v1/projects/p%2Fq/image:export", 400],
    ["GET /v1/projects/p%252Fq/algorithms", 400],
  ])("answers %s with %i", async (line, status) => {
    const { engine, handler } = createExports();
    await using _ = engine;
    expect((await send(handler, line)).status).toBe(status);
  });

  it.each([
    ["OPTIONS /v1/projects/p/image:export", 204, "POST, OPTIONS"],
    ["PUT /v1/projects/p/image:export", 405, "POST, OPTIONS"],
    ["POST /v1/projects/p/algorithms", 405, "GET, HEAD, OPTIONS"],
  ])("answers %s with %i and what is allowed", async (line, status, allow) => {
    const { engine, handler } = createExports();
    await using _ = engine;
    const answer = await send(handler, line);
    expect([answer.status, answer.headers.get("allow")]).toEqual([status, allow]);
  });

  it("takes the caller's own project for earthengine-legacy, and nothing else", async () => {
    const { operations, received } = createRecorder();
    const handler = createEarthEngineHandler(operations);
    const line = "GET /v1/projects/earthengine-legacy/operations/x";
    for (const [project, status] of [
      ["p", 200],
      ["example.com:p", 200],
      ["..", 400],
      ["", 400],
      ["q/operations/y?", 400],
      ["q%2Fr", 400],
    ] as const) {
      const headers = { "x-goog-user-project": project };
      expect((await send(handler, line, undefined, headers)).status).toBe(status);
    }
    expect(received).toEqual([
      ["get", { name: "projects/p/operations/x" }],
      ["get", { name: "projects/example.com:p/operations/x" }],
    ]);
  });

  it("refuses a requestId and a description that aren't text or are too long, and a body that is too large", async () => {
    const start = async () => ({ name: "projects/p/operations/o" });
    const handler = createEarthEngineHandler(createMemoryEngine({ methods: {} }), {
      starts: { "image:export": start },
      maxBodyBytes: 600,
    });
    const long = "x".repeat(501);
    for (const fields of [
      ...[{ requestId: 1 }, { requestId: long }, { description: [] }, { description: long }],
      { expression: "x".repeat(600) },
    ]) {
      const { status, json } = await send(handler, "POST /v1/projects/p/image:export", fields);
      expect([status, json.error.status]).toEqual([400, "INVALID_ARGUMENT"]);
    }
    const nulls = { requestId: null, description: null, expression: null };
    expect((await send(handler, "POST /v1/projects/p/image:export", nulls)).status).toBe(200);
  });

  it("tells what a start refuses, and other errors to the log alone", async () => {
    const errors: unknown[] = [];
    const bug = new Error("bug");
    const handler = createEarthEngineHandler(createMemoryEngine({ methods: {} }), {
      starts: {
        "image:export": () => Promise.reject(new RpcError(Code.RESOURCE_EXHAUSTED, "3 000 wait")),
        "table:export": () => Promise.reject(bug),
      },
      log: ({ err }) => errors.push(err),
    });
    const refused = await send(handler, "POST /v1/projects/p/image:export");
    expect([refused.status, refused.json.error.message]).toEqual([429, "3 000 wait"]);
    const failed = await send(handler, "POST /v1/projects/p/table:export");
    expect([failed.status, failed.json.error.message]).toEqual([500, "internal error"]);
    expect(errors).toEqual([undefined, bug]);
  });

  it("authorizes and logs each call, also in a batch, under the name that is called", async () => {
    const { operations, received } = createRecorder();
    const calls: EarthEngineCall[] = [];
    const entries: RequestLog[] = [];
    const handler = createEarthEngineHandler(operations, {
      starts: { "image:export": async () => ({ name: "projects/p/operations/o" }) },
      authorize(call) {
        calls.push(call);
        if (call.method === "cancel") throw new RpcError(Code.PERMISSION_DENIED, "not you");
      },
      log: (entry) => entries.push(entry),
    });
    const lines = [
      "GET /v1/projects/p/algorithms",
      "POST /v1/projects/p/image:export",
      "GET /v1/projects/earthengine-legacy/operations/x",
      "POST /v1/projects/p/operations/x:cancel",
    ];
    const part = (line: string) => `--b\r\ncontent-type: application/http\r\n\r\n${line}\r\n\r\n`;
    const headers = {
      "content-type": "multipart/mixed; boundary=b",
      ...{ "x-goog-user-project": "p", "x-request-id": "r" },
    };
    const body = `${lines.map(part).join("")}--b--`;
    await handler(new Request(`${BASE}/batch`, { method: "POST", headers, body }));
    await handler(new Request(`${BASE}/$discovery/rest?version=v1`));
    expect(calls).toEqual([
      { method: "algorithms", name: "projects/p" },
      { method: "image:export", name: "projects/p" },
      { method: "get", name: "projects/p/operations/x" },
      { method: "cancel", name: "projects/p/operations/x" },
    ]);
    expect(received).toEqual([["get", { name: "projects/p/operations/x" }]]);
    const told = entries.map(({ requestId, method, path, status }) => [
      ...[requestId, method ?? path, status],
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["r", "algorithms", 200],
        ["r", "image:export", 200],
        ["r", "get", 200],
        ["r", "cancel", 403],
        ["r", "/batch", 200],
      ]),
    );
    expect(told).toHaveLength(6);
  });

  it("starts nothing that isn't authorized, nor reads its body", async () => {
    const started: unknown[] = [];
    const handler = createEarthEngineHandler(createMemoryEngine({ methods: {} }), {
      starts: {
        "image:export": async (body) => {
          started.push(body);
          return { name: "projects/p/operations/o" };
        },
      },
      authorize: async () => {
        throw new RpcError(Code.UNAUTHENTICATED, "who are you?");
      },
    });
    const { status } = await send(handler, "POST /v1/projects/p/image:export", "no JSON");
    expect([status, started]).toEqual([401, []]);
  });

  it("answers the fields that are asked for", async () => {
    const { engine, handler } = createExports();
    await using _ = engine;
    const { json } = await send(handler, "POST /v1/projects/p/image:export?fields=name", {});
    expect(Object.keys(json)).toEqual(["name"]);
    const listed = await send(handler, "GET /v1/projects/p/algorithms?fields=algorithms(name)");
    expect(listed.json.algorithms[0]).toEqual({ name: "algorithms/Image.constant" });
    expect((await send(handler, `GET /v1/${json.name}?fields=done`)).json).toHaveProperty("done");
  });

  it("lets pages of other origins in behind withCors, with the headers of Earth Engine's client", async () => {
    const { engine, handler } = createExports();
    await using _ = engine;
    const origin = "https://app.example";
    const headers = ["authorization", "content-type", "x-goog-api-client", "x-goog-user-project"];
    const open = withCors(handler, { origins: [origin], headers });
    const asks = { origin, "access-control-request-method": "POST" };
    const preflight = await send(open, "OPTIONS /v1/projects/p/image:export", undefined, asks);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("x-goog-user-project");
    const line = "POST /v1/projects/p/image:export";
    const { status, headers: answered } = await send(open, line, {}, { origin });
    expect([status, answered.get("access-control-allow-origin")]).toEqual([200, origin]);
  });

  it("describes itself at the origin that was asked, with what can be started", async () => {
    const { engine, handler } = createExports();
    await using _ = engine;
    const { json } = await send(handler, "GET /$discovery/rest?version=v1beta&prettyPrint=false");
    expect(json).toMatchObject({ version: "v1beta", rootUrl: `${BASE}/`, batchPath: "batch" });
    const rootUrl = "https://lro.example/ee/";
    const behindProxy = createEarthEngineHandler(engine, { rootUrl });
    const { json: told } = await send(behindProxy, "GET /$discovery/rest");
    expect([told.rootUrl, told.baseUrl]).toEqual([rootUrl, rootUrl]);
    const { resources } = json.resources.projects;
    expect(Object.keys(resources)).toEqual(["operations", "algorithms", "image"]);
    expect(resources.image.methods.export).toMatchObject({
      httpMethod: "POST",
      path: "v1beta/{+project}/image:export",
    });
    const text = JSON.stringify(json);
    const referred = [...text.matchAll(/"\$ref":"(\w+)"/g)].map(([, schema]) => schema);
    expect(Object.keys(json.schemas)).toEqual(expect.arrayContaining(referred));
  });

  it("lists algorithms: those of references to data, or the owner's", async () => {
    const engine = createMemoryEngine({ methods: {} });
    const path = "GET /v1/projects/p/algorithms";
    const { json } = await send(createEarthEngineHandler(engine), path);
    expect(json.algorithms.map(({ name }: { name: string }) => name)).toEqual([
      "algorithms/Image.constant",
      "algorithms/Image.load",
      "algorithms/ImageCollection.load",
      "algorithms/Collection.loadTable",
    ]);
    const algorithms = [{ name: "algorithms/Number.add", returnType: "Number", arguments: [] }];
    const own = await send(createEarthEngineHandler(engine, { algorithms }), path);
    expect(own.json).toEqual({ algorithms });
  });

  it("finds an operation of earthengine-legacy in the caller's own project", async () => {
    const { engine, handler } = createExports();
    await using _ = engine;
    const { name } = await engine.start("exportImage", {}, { parent: "projects/p" });
    const line = `GET /v1/${name.replace("projects/p", "projects/earthengine-legacy")}`;
    const headers = { "x-goog-user-project": "p" };
    expect((await send(handler, line, undefined, headers)).json.name).toBe(name);
    expect((await send(handler, line)).status).toBe(404);
  });
});
