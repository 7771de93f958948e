import type { Elevation } from "./elevation.ts";

/** The heights of an image's pixels, in pixels above the sea, row by row from the top. */
export interface HeightField {
  readonly width: number;
  readonly height: number;
  /** The greatest height known so far. */
  readonly peak: number;
  /** How many pixels high the highest peaks are, about. */
  readonly scale: number;
  /** How far around a place the mountains dim its sky, in pixels. */
  readonly reach: number;
  /** Makes the heights of all rows above `row` known. */
  extendTo(row: number): void;
  /** The height at a pixel, outside the image that of the nearest edge; the sea floor is negative. */
  at(column: number, row: number): number;
}

/** How many units of the landscape fit on the side of a square with the image's area. */
const extent = 3.4;

/** The vertical scale of the landscape, relative to the horizontal one. */
const exaggeration = 0.34;

/** Reads an elevation at every pixel, row by row as needed. */
export function createHeightField(
  elevation: Elevation,
  width: number,
  height: number,
): HeightField {
  const pixelsPerUnit = Math.sqrt(width * height) / extent;
  const scale = pixelsPerUnit * exaggeration;
  const heights = new Float32Array(width * height);
  let known = 0;
  let peak = 0;
  return {
    width,
    height,
    scale,
    reach: Math.ceil(pixelsPerUnit / 8),
    get peak() {
      return peak;
    },
    extendTo(row) {
      for (const end = Math.min(row, height); known < end; known++) {
        for (let column = 0; column < width; column++) {
          const value = elevation(column / pixelsPerUnit, known / pixelsPerUnit);
          heights[known * width + column] = value * scale;
          peak = Math.max(peak, value * scale);
        }
      }
    },
    at(column, row) {
      const x = Math.min(width - 1, Math.max(0, column));
      const y = Math.min(height - 1, Math.max(0, row));
      return heights[y * width + x] ?? 0;
    },
  };
}
