import { basename } from "node:path";
import { createMemoryEngine, type Engine, type MethodContext } from "@rx-lro/server";
import { createSqliteEngine } from "@rx-lro/server/sqlite";
import type { ExportImageInput } from "../terrain/export-image-input.ts";
import type { TerrainRenderer } from "../terrain/terrain-renderer.ts";
import { earthEngineMetadata } from "./metadata.ts";

/** The exports as operations: an image can be cancelled, a map can't. */
export type ExportEngine = Engine<{
  readonly exportImage: (input: ExportImageInput, context: MethodContext) => Promise<unknown>;
  readonly exportMap: {
    readonly run: (input: ExportImageInput, context: MethodContext) => Promise<unknown>;
    readonly cancellable: false;
  };
}>;

/**
 * An engine whose methods render terrain and tell where the image is served.
 *
 * With a file, operations outlive the process: what was running when it ended is rendered again by the next.
 */
export async function createExportEngine(
  renderer: Pick<TerrainRenderer, "exportImage">,
  file?: string,
): Promise<ExportEngine> {
  const exportImage = async (input: ExportImageInput, { signal, report }: MethodContext) => {
    const image = await renderer.exportImage(input, { signal, report });
    report({ destinationUris: [`/exports/${basename(image.file)}`] });
    return image;
  };
  const methods = { exportImage, exportMap: { run: exportImage, cancellable: false } } as const;
  const options = { methods, metadata: earthEngineMetadata };
  return file === undefined
    ? createMemoryEngine(options)
    : await createSqliteEngine({ ...options, file });
}
