import { createEarthEngineHandler } from "@rx-lro/server/earth-engine";
import { serve } from "@rx-lro/server/node";
import {
  createExportEngine,
  type EngineKind,
  type ExportEngine,
  ScriptedExports,
} from "./export-engine.ts";

/** The parent of what clients start. */
export const PROJECT = "projects/my-project";

/** A server that clients take for Earth Engine. */
export interface ExportServer extends AsyncDisposable {
  /** Its origin. */
  readonly url: string;
  readonly engine: ExportEngine;
  readonly exports: ScriptedExports;
  /** The requests that came, such as `GET /v1/…`. */
  readonly requests: readonly string[];
  /** The page sizes of the requests that list, with `+` where they go on from a page. */
  pages(): readonly string[];
  /** Has 1 200 operations below a parent, all ended; their names in the order of a list. */
  fill(parent: string): Promise<readonly string[]>;
}

/** Starts a server over an engine of one kind, on any free port. */
export async function startExportServer(kind: EngineKind): Promise<ExportServer> {
  const exports = new ScriptedExports();
  const engine = await createExportEngine(kind, exports.run);
  const handler = createEarthEngineHandler(engine, {
    starts: {
      "image:export": (body, options) => engine.start("exportImage", body, options),
      "table:export": (body, options) => engine.start("exportTable", body, options),
    },
  });
  const requests: string[] = [];
  const server = await serve((request) => {
    const { origin } = new URL(request.url);
    requests.push(`${request.method} ${request.url.slice(origin.length)}`);
    if (request.url === `${origin}/token`) return answerToken();
    return handler(request);
  });
  return {
    url: server.url,
    exports,
    engine,
    requests,
    pages: () => requests.flatMap(readPage),
    fill: (parent) => fill(engine, parent),
    async [Symbol.asyncDispose]() {
      await server.close();
      await engine.close();
    },
  };
}

function readPage(request: string): string[] {
  const [, query] = /^GET \/v\d\/.*\/operations\?(.*)$/.exec(request) ?? [];
  if (query === undefined) return [];
  const fields = new URLSearchParams(query);
  return [`${fields.get("pageSize")}${fields.has("pageToken") ? "+" : ""}`];
}

/** What a service account's key is exchanged for (RFC 7523). */
async function answerToken(): Promise<Response> {
  return Response.json({ access_token: "token", expires_in: 3600, token_type: "Bearer" });
}

async function fill(engine: ExportEngine, parent: string): Promise<readonly string[]> {
  const starts = Array.from({ length: 1200 }, (_, index) => {
    const metadata = { description: `export ${index}`, type: "EXPORT_IMAGE" };
    return engine.start("nothing", undefined, { parent, metadata });
  });
  const operations = await Promise.all(starts);
  await Promise.all(operations.map(({ name }) => engine.waitOperation({ name })));
  return operations.map(({ name }) => name);
}
