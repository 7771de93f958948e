import type { Any } from "@rx-lro/core";
import type { RenderedImage } from "../terrain/terrain-renderer.ts";

/** Reads an export's response. */
export function decodeExportedImage({ file, bytes, width, height }: Any): RenderedImage {
  if (typeof file !== "string") throw new TypeError("the response names no file");
  return { file, bytes: Number(bytes), width: Number(width), height: Number(height) };
}
