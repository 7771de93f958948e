import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { badRequest, type ExportImageInput } from "./export-image-input.ts";

/**
 * Creates the directory for images, unless it exists.
 *
 * @throws RpcError INVALID_ARGUMENT when nothing can be written there.
 */
export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    const description = error instanceof Error ? error.message : String(error);
    throw badRequest([{ field: "directory", description }], error);
  }
}

/** Far longer than writing an image takes. */
const WRITE_MS = 60_000;

/** Removes parts of images whose writers were killed. Others may be writing into the directory at the same time. */
export async function sweepParts(directory: string): Promise<void> {
  const files = await readdir(directory);
  const parts = files.filter((file) => file.endsWith(".part")).map((file) => join(directory, file));
  for (const part of parts) {
    const { mtimeMs } = await stat(part).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - WRITE_MS) await rm(part, { force: true });
  }
}

/** The name of an image's file, from all that decides its pixels, so that the same name is always the same image. */
export function imageName({ description, seed, width, height }: ExportImageInput): string {
  const slug = description.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const words = slug.replace(/^-|-$/g, "").slice(0, 60) || "terrain";
  return `${words}-${seed}-${width}x${height}.png`;
}
