import { discoverySchemas } from "./discovery-schemas.ts";
import type { EarthEngineStartKind } from "./start.ts";

/** What a discovery document depends on. */
export interface DiscoveryOptions {
  /** Where the service is; ends with `/`. */
  readonly rootUrl: string;
  readonly version: string;
  readonly kinds: readonly EarthEngineStartKind[];
}

/** The service as Google's clients read it before they call anything. Source: discovery#restDescription. */
export function createDiscoveryDocument({ rootUrl, version, kinds }: DiscoveryOptions): object {
  const resources = {
    operations: { methods: operationsMethods(version) },
    algorithms: { methods: { list: listAlgorithms(version) } },
    ...startResources(version, kinds),
  };
  return {
    kind: "discovery#restDescription",
    discoveryVersion: "v1",
    id: `earthengine:${version}`,
    name: "earthengine",
    version,
    title: "Google Earth Engine API",
    protocol: "rest",
    rootUrl,
    servicePath: "",
    baseUrl: rootUrl,
    batchPath: "batch",
    parameters: {
      alt: query("string"),
      fields: query("string"),
      key: query("string"),
      prettyPrint: query("boolean"),
      quotaUser: query("string"),
    },
    schemas: discoverySchemas,
    resources: { projects: { resources } },
  };
}

function operationsMethods(version: string) {
  const name = inPath("name", "^projects/[^/]+/operations/.*$");
  const path = `${version}/{+name}`;
  const id = (method: string) => `earthengine.projects.operations.${method}`;
  return {
    get: { id: id("get"), httpMethod: "GET", path, ...name, ...answers("Operation") },
    list: {
      id: id("list"),
      httpMethod: "GET",
      path: `${path}/operations`,
      ...inPath("name", PROJECT, {
        filter: query("string"),
        pageSize: query("integer", "int32"),
        pageToken: query("string"),
        returnPartialSuccess: query("boolean"),
      }),
      ...answers("ListOperationsResponse"),
    },
    cancel: {
      id: id("cancel"),
      httpMethod: "POST",
      path: `${path}:cancel`,
      ...name,
      ...takes("CancelOperationRequest"),
      ...answers("Empty"),
    },
    delete: { id: id("delete"), httpMethod: "DELETE", path, ...name, ...answers("Empty") },
    wait: {
      id: id("wait"),
      httpMethod: "POST",
      path: `${path}:wait`,
      ...name,
      ...takes("WaitOperationRequest"),
      ...answers("Operation"),
    },
  };
}

function listAlgorithms(version: string) {
  return {
    id: "earthengine.projects.algorithms.list",
    httpMethod: "GET",
    path: `${version}/{+parent}/algorithms`,
    ...inPath("parent", PROJECT),
    ...answers("ListAlgorithmsResponse"),
  };
}

function startResources(version: string, kinds: readonly EarthEngineStartKind[]) {
  const resources: Record<string, { readonly methods: Record<string, object> }> = {};
  for (const kind of kinds) {
    const [resource = "", method = ""] = kind.split(":");
    resources[resource] ??= { methods: {} };
    resources[resource].methods[method] = {
      id: `earthengine.projects.${resource}.${method}`,
      httpMethod: "POST",
      path: `${version}/{+project}/${kind}`,
      ...inPath("project", PROJECT),
      ...takes("StartRequest"),
      ...answers("Operation"),
    };
  }
  return resources;
}

const PROJECT = "^projects/[^/]+$";

function inPath(name: string, pattern: string, others: Readonly<Record<string, object>> = {}) {
  const variable = { location: "path", required: true, type: "string", pattern };
  return { parameters: { [name]: variable, ...others }, parameterOrder: [name] };
}

function query(type: string, format?: string) {
  return { location: "query", type, ...(format && { format }) };
}

function takes(schema: string) {
  return { request: { $ref: schema } };
}

function answers(schema: string) {
  return { response: { $ref: schema } };
}
