import { smoothstep } from "./elevation.ts";
import type { HeightField } from "./height-field.ts";

/** Towards the sun, which stands in the north-west, as on maps; y grows to the south. */
const sunX = -0.57;
const sunY = -0.57;
const sunZ = 0.59;

/** How far a shadow can fall, in pixels. */
const longestShadow = 160;

/** How much light a place gets from the sun and from the sky, each from 0 to 1, and how steep it is. */
export interface Light {
  readonly sun: number;
  readonly sky: number;
  /** Rise over run. */
  readonly steepness: number;
}

/** The light at a pixel. Needs the heights of the row below. */
export function lightAt(field: HeightField, column: number, row: number): Light {
  const slopeX = (ground(field, column + 1, row) - ground(field, column - 1, row)) / 2;
  const slopeY = (ground(field, column, row + 1) - ground(field, column, row - 1)) / 2;
  const length = Math.hypot(slopeX, slopeY, 1);
  const facing = (-slopeX * sunX - slopeY * sunY + sunZ) / length;
  const sun = facing <= 0 ? 0 : facing * clearance(field, column, row);
  return { sun, sky: openness(field, column, row) / length, steepness: Math.hypot(slopeX, slopeY) };
}

/** How much of the sun is seen past the mountains in its way, which blur it the farther they are. */
function clearance(field: HeightField, column: number, row: number): number {
  const from = ground(field, column, row);
  const rise = sunZ / Math.hypot(sunX, sunY);
  const [stepX, stepY] = [sunX / Math.hypot(sunX, sunY), sunY / Math.hypot(sunX, sunY)];
  let clear = 1;
  for (let distance = 1.5; distance < longestShadow; distance *= 1.12) {
    const ray = from + distance * rise;
    if (ray > field.peak) break;
    const x = Math.round(column + stepX * distance);
    const y = Math.round(row + stepY * distance);
    const margin = (ray - ground(field, x, y)) / (1 + distance * 0.12);
    clear = Math.min(clear, smoothstep(-0.6, 1.2, margin));
    if (clear <= 0) break;
  }
  return clear;
}

/** How much of the sky is seen from a place: little in a valley, all of it on a peak. */
function openness(field: HeightField, column: number, row: number): number {
  const here = ground(field, column, row);
  let hidden = 0;
  for (const reach of [2, 5, 11]) {
    const around =
      ground(field, column - reach, row) +
      ground(field, column + reach, row) +
      ground(field, column, row - reach) +
      ground(field, column - reach, row - reach);
    hidden += Math.max(0, around / 4 - here) / reach;
  }
  return 1 / (1 + hidden * 0.9);
}

/** The sea is flat. */
function ground(field: HeightField, column: number, row: number): number {
  return Math.max(0, field.at(column, row));
}
