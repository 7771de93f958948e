import { Code, isRpcError, RpcError } from "@rx-lro/core";
import { formatErrorBody, parsePathTemplate } from "@rx-lro/core/http";
import { createOperationsHandler, type OperationsHandler } from "@rx-lro/server";
import type { ExportEngine } from "./export-engine.ts";
import { readExportRequest } from "./export-request.ts";

const EXPORT_IMAGE = parsePathTemplate("/v1/{parent=projects/*}/image:export");
const EXPORT_MAP = parsePathTemplate("/v1/{parent=projects/*}/map:export");

/** A small Earth Engine: `image:export` and `map:export` start renderings, beside their operations. */
export function createExportHandler(engine: ExportEngine): OperationsHandler {
  const operations = createOperationsHandler(engine);

  const start = async (method: "exportImage" | "exportMap", parent: string, request: Request) => {
    const { input, requestId } = await readExportRequest(request);
    const metadata = { description: input.description };
    return await engine.start(method, input, { parent, requestId, metadata });
  };
  return (request) => {
    if (request.method !== "POST") return operations(request);
    const { pathname } = new URL(request.url);
    const image = EXPORT_IMAGE.match(pathname)?.["parent"];
    const map = EXPORT_MAP.match(pathname)?.["parent"];
    if (image !== undefined) return answer(start("exportImage", image, request));
    if (map !== undefined) return answer(start("exportMap", map, request));
    return operations(request);
  };
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
