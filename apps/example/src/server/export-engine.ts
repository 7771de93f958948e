import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { createMemoryEngine, type MethodContext } from "@rx-lro/server";
import { earthEngineMetadata } from "@rx-lro/server/earth-engine";
import { createPostgresEngine } from "@rx-lro/server/postgres";
import { createSqliteEngine } from "@rx-lro/server/sqlite";
import type { ExportImageInput, TerrainRenderer } from "../terrain/terrain-renderer.ts";

/** The exports as operations. */
export type ExportEngine = Awaited<ReturnType<typeof createExportEngine>>;

/** Where operations are kept, by default in memory until the process ends, and how many run at a time. */
export interface ExportEngineOptions {
  /** A SQLite database, in a folder that exists. */
  readonly file?: string | undefined;
  /** A PostgreSQL database, which several processes may share; the file isn't used then. */
  readonly databaseUrl?: string | undefined;
  /** More of them wait, and say so. @defaultValue one for each processor */
  readonly concurrency?: number;
}

/**
 * An engine whose methods render terrain and tell where the image is served. An image can be cancelled, a map can't.
 *
 * With a database, operations outlive the process: an image that was being rendered when it ended is rendered again, by
 * the next process or, with PostgreSQL, by another one.
 */
export async function createExportEngine(
  renderer: Pick<TerrainRenderer, "exportImage">,
  { file, databaseUrl, concurrency = availableParallelism() }: ExportEngineOptions = {},
) {
  const exportImage = async (input: ExportImageInput, { signal, report }: MethodContext) => {
    const image = await renderer.exportImage(input, { signal, report });
    report({ destinationUris: [`/exports/${basename(image.file)}`] });
    return image;
  };
  const methods = { exportImage, exportMap: { run: exportImage, cancellable: false } } as const;
  const options = { methods, metadata: earthEngineMetadata, concurrency };
  // Rendering crashes no process: an image that is interrupted again and again only has bad luck.
  const durable = { ...options, maxAttempts: 100 };
  if (databaseUrl !== undefined) {
    return createPostgresEngine({
      ...durable,
      connection: databaseUrl,
      onError: (error) => process.emitWarning(String(error)),
    });
  }
  return file === undefined
    ? createMemoryEngine(options)
    : createSqliteEngine({ ...durable, file });
}
