import type { OperationsHandler } from "@rx-lro/server";
import { type NodeServer, serve } from "@rx-lro/server/node";
import type { PageSettings } from "../client/page-settings.ts";
import type { TerrainRenderer } from "../terrain/terrain-renderer.ts";
import { createExportEngine, type ExportEngineOptions } from "./export-engine.ts";
import { createExportHandler } from "./export-handler.ts";
import { createImageFiles } from "./image-files.ts";
import { createMonitorHandler } from "./monitor-handler.ts";

/** Where operations are kept, what is served beside them, and where. */
export interface ExportServerOptions extends ExportEngineOptions {
  /** The folder of the renderer's images. @defaultValue they aren't served */
  readonly directory?: string;
  /** @defaultValue no page */
  readonly page?: OperationsHandler | undefined;
  /** @defaultValue any free port */
  readonly port?: number;
  /** @defaultValue only this machine; `0.0.0.0` lets a container's host in */
  readonly hostname?: string;
}

/** What the page shows of this server. */
export const exportSettings: PageSettings = {
  parent: "projects/example",
  service: "Terrain exports on this machine",
  canExport: true,
};

/** Serves exports behind Earth Engine's paths, and the page that watches them. */
export async function startExportServer(
  renderer: Pick<TerrainRenderer, "exportImage">,
  options: ExportServerOptions = {},
): Promise<NodeServer> {
  const { directory, page, port = 0, hostname = "127.0.0.1" } = options;
  const engine = await createExportEngine(renderer, options);
  const handler = createMonitorHandler({
    operations: createExportHandler(engine),
    settings: exportSettings,
    images: directory ? createImageFiles(directory) : undefined,
    page,
  });
  const server = await serve(handler, { port, hostname }).catch(async (refusal) => {
    await engine.close();
    throw refusal;
  });
  const close = async () => {
    await server.close();
    await engine.close();
  };
  return { url: server.url, close, [Symbol.asyncDispose]: close };
}
