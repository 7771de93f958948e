import type { OperationsHandler } from "@rx-lro/server";
import { createEarthEngineHandler, type EarthEngineStart } from "@rx-lro/server/earth-engine";
import type { ExportEngine } from "./export-engine.ts";
import { readExportRequest } from "./export-request.ts";

/** A small Earth Engine: `image:export` and `map:export` start renderings; their operations are beside them. */
export function createExportHandler(engine: ExportEngine): OperationsHandler {
  const start = (method: "exportImage" | "exportMap"): EarthEngineStart => {
    return async (body, options) => engine.start(method, readExportRequest(body), options);
  };
  return createEarthEngineHandler(engine, {
    starts: { "image:export": start("exportImage"), "map:export": start("exportMap") },
  });
}
