import type { Any } from "@rx-lro/core";

/** The response of an export. */
export interface ExportedImage {
  /** The path of the PNG file. */
  readonly file: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** Reads an export's response. */
export function decodeExportedImage({ file, bytes, width, height }: Any): ExportedImage {
  if (typeof file !== "string") throw new TypeError("the response names no file");
  return { file, bytes: Number(bytes), width: Number(width), height: Number(height) };
}
