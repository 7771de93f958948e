import { Code, isRpcError, RpcError } from "@rx-lro/core";
import { formatErrorBody, parsePathTemplate } from "@rx-lro/core/http";
import { createMemoryEngine, createOperationsHandler, type MethodContext } from "@rx-lro/server";
import { type NodeServer, serve } from "@rx-lro/server/node";
import type { ExportImageInput } from "../terrain/export-image-input.ts";
import type { TerrainRenderer } from "../terrain/terrain-renderer.ts";
import { readExportRequest } from "./export-request.ts";
import { earthEngineMetadata } from "./metadata.ts";

const EXPORT_IMAGE = parsePathTemplate("/v1/{parent=projects/*}/image:export");
const EXPORT_MAP = parsePathTemplate("/v1/{parent=projects/*}/map:export");

/**
 * A small Earth Engine: `image:export` and `map:export` start renderings, and the operations are served behind
 * Earth Engine's paths. A map can't be cancelled; an image can.
 */
export async function startExportServer(renderer: TerrainRenderer): Promise<NodeServer> {
  const exportImage = async (input: ExportImageInput, { signal, report }: MethodContext) => {
    report({ description: input.description });
    const image = await renderer.exportImage(input, { signal, report });
    report({ destinationUris: [image.file] });
    return image;
  };
  const engine = createMemoryEngine({
    methods: { exportImage, exportMap: { run: exportImage, cancellable: false } },
    metadata: earthEngineMetadata,
  });
  const operations = createOperationsHandler(engine);

  const start = async (method: "exportImage" | "exportMap", parent: string, request: Request) => {
    const { input, requestId } = await readExportRequest(request);
    const metadata = { description: input.description };
    return await engine.start(method, input, { parent, requestId, metadata });
  };
  const server = await serve(async (request) => {
    if (request.method !== "POST") return operations(request);
    const { pathname } = new URL(request.url);
    const image = EXPORT_IMAGE.match(pathname)?.["parent"];
    const map = EXPORT_MAP.match(pathname)?.["parent"];
    if (image !== undefined) return answer(start("exportImage", image, request));
    if (map !== undefined) return answer(start("exportMap", map, request));
    return operations(request);
  });
  const close = async () => {
    await engine.close();
    await server.close();
  };
  return { url: server.url, close, [Symbol.asyncDispose]: close };
}

async function answer(started: Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await started);
  } catch (thrown) {
    const error = isRpcError(thrown) ? thrown : new RpcError(Code.INTERNAL, "internal error");
    const body = formatErrorBody(error);
    return Response.json(body, { status: body.error.code });
  }
}
