import { standardBindings } from "@rx-lro/core/http";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { createOpenApi, createOperationsHandler } from "../src/index.ts";
import { createRecorder } from "./support/operations.ts";
import { send } from "./support/send.ts";

const bindings = {
  get: { method: "GET", path: "/storage/v1/{name=b/*/operations/*}" },
  list: { method: "GET", path: "v1/operations" },
  cancel: { method: "POST", path: "/storage/v1/{+name}/cancel" },
} as const;

describe("createOpenApi()", () => {
  it.each([
    ["the handler's own bindings", {}],
    ["one version", { bindings: standardBindings({ version: "v1" }), title: "Exports" }],
    ["other paths", { bindings, server: "https://lro.example", version: "2.1.0" }],
    ["no methods", { bindings: {} }],
  ])("is valid for %s", async (_what, options) => {
    const document = structuredClone(createOpenApi(options));
    const validator = new Validator();
    expect(await validator.validate(document)).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("describes what is served, by its paths", () => {
    const { paths } = createOpenApi({ bindings }) as {
      paths: Record<
        string,
        Record<string, { operationId: string; parameters: { name: string }[] }>
      >;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, parameters }]) => [
        `${method} ${path} ${operationId}`,
        parameters.map(({ name }) => name).join(" "),
      ]),
    );
    expect(described).toEqual([
      ["get /storage/v1/{name} getOperation", "name fields"],
      [
        "get /v1/operations listOperations",
        "filter pageSize pageToken returnPartialSuccess fields name",
      ],
      ["post /storage/v1/{name}/cancel cancelOperation", "name"],
    ]);
  });
});

describe("the handler", () => {
  it("serves its description where it is told to, and nowhere else", async () => {
    const operation = { name: "operations/x" };
    const { operations } = createRecorder({ getOperation: async () => operation });
    const handler = createOperationsHandler(operations, { openApiPath: "/openapi.json" });
    const { status, json } = await send(handler, "GET /openapi.json");
    expect([status, json]).toEqual([200, createOpenApi()]);
    const head = await send(handler, "HEAD /openapi.json");
    expect([head.status, head.text]).toEqual([200, ""]);
    expect((await send(handler, "POST /openapi.json")).status).toBe(404);
    expect((await send(handler, "GET /v1/operations/x")).json).toEqual(operation);
    const silent = createOperationsHandler(operations);
    expect((await send(silent, "GET /openapi.json")).status).toBe(404);
  });
});
