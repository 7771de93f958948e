import { type HttpBinding, type OperationsBindings, standardBindings } from "@rx-lro/core/http";
import type { OperationsMethod } from "@rx-lro/core/protocol";
import { methodDescriptions, schemas } from "./open-api-schemas.ts";

/** What a description says besides the methods. */
export interface OpenApiOptions {
  /** @defaultValue as the handler's */
  readonly bindings?: OperationsBindings;
  /** @defaultValue `Operations` */
  readonly title?: string;
  /** The version of the description. @defaultValue `1.0.0` */
  readonly version?: string;
  /** Where it is served, such as `https://lro.example`. @defaultValue where the description is */
  readonly server?: string;
}

/** An OpenAPI document, as JSON. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/**
 * Describes operations that are served with some bindings, in OpenAPI 3.1.
 *
 * A name in a path is one parameter, whose `/` generated clients send as `%2F`; the handler takes both.
 *
 * @example
 * ```ts
 * import { createOpenApi } from "@rx-lro/server";
 * const document = createOpenApi({ title: "Exports", server: "https://lro.example" });
 * const handler = async () => Response.json(document);
 * ```
 */
export function createOpenApi(options: OpenApiOptions = {}): OpenApiDocument {
  const { bindings = standardBindings({ version: "{version}" }), title = "Operations" } = options;
  const { version = "1.0.0", server = "/" } = options;
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [method, binding] of Object.entries(bindings)) {
    const path = binding.path.replace(/^\/?/, "/").replace(/\{\+?(\w+)[^}]*\}/g, "{$1}");
    const described = describe(method as OperationsMethod, binding, path);
    paths[path] = { ...paths[path], [binding.method.toLowerCase()]: described };
  }
  return {
    openapi: "3.1.0",
    info: { title, version, summary: "google.longrunning.Operations over HTTP (AIP-151)" },
    servers: [{ url: server }],
    paths,
    components: { schemas },
  };
}

function describe(method: OperationsMethod, binding: HttpBinding, path: string) {
  const { summary, answer, query, body } = methodDescriptions[method];
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries({
    ...query,
    ...(!inPath.some(({ name }) => name === "name") && { name: { type: "string" } }),
  }).map(([name, schema]) => ({ name, in: "query", schema }));
  return {
    operationId: `${method}Operation${method === "list" ? "s" : ""}`,
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body && binding.method === "POST" && { requestBody: { content: json(body) } }),
    responses: {
      "200": { description: "OK", content: json(answer) },
      default: { description: "An error (AIP-193)", content: json("Error") },
    },
  };
}

function json(schema: string) {
  return { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } };
}
