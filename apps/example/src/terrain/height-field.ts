import type { Elevation } from "./elevation.ts";

/** The heights of an image's pixels, in pixels above the sea, row by row from the top. */
export interface HeightField {
  readonly width: number;
  readonly height: number;
  /** Of the highest place that is known. */
  readonly peak: number;
  /** How many pixels high the highest peaks are, about. */
  readonly scale: number;
  /** How far around a place the mountains dim its sky, in pixels. */
  readonly reach: number;
  /** Makes the heights of all rows above `row` known. */
  extendTo(row: number): void;
  /** Outside of the image it is the height of the nearest edge; sea floor is negative. */
  at(column: number, row: number): number;
}

/** How many units of the landscape an image shows, on the side of a square of the same area. */
const extent = 3.4;

/** How much higher than wide the landscape is drawn. */
const exaggeration = 0.34;

/** Reads an elevation at every pixel, row by row as they are needed. */
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
