import type { HeightField } from "./height-field.ts";

/** The mapmakers' sun is in the north-west, 38 degrees above the horizon; y grows to the south. */
const rise = Math.tan((38 * Math.PI) / 180);
const towards = -Math.SQRT1_2;

/** How far the edge of a shadow is blurred, as height per distance. */
const penumbra = 0.12;

/** Where the sky is searched for mountains. */
const compass = Array.from({ length: 8 }, (_, index) => {
  const angle = ((index + 0.5) / 8) * 2 * Math.PI;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** How much light a place gets from the sun and from the sky, each from 0 to 1, and how steep it is. */
export interface Light {
  readonly sun: number;
  readonly sky: number;
  /** Rise over run. */
  readonly steepness: number;
}

/** The light at a pixel. Needs the heights of `field.reach` rows below. */
export function lightAt(field: HeightField, column: number, row: number): Light {
  // The sea is flat, but its floor shimmers through.
  const share = field.at(column, row) < 0 ? 0.15 : 0.5;
  const slopeX = share * (field.at(column + 1, row) - field.at(column - 1, row));
  const slopeY = share * (field.at(column, row + 1) - field.at(column, row - 1));
  const steepness = Math.sqrt(slopeX * slopeX + slopeY * slopeY);
  const facing = rise - (slopeX + slopeY) * towards;
  const sun = Math.max(0, facing) / Math.sqrt((rise * rise + 1) * (steepness * steepness + 1));
  return {
    sun: sun === 0 ? 0 : sun * sunlit(field, column, row),
    sky: openSky(field, column, row),
    steepness,
  };
}

/** How much of the sun's disc is seen over the mountains in its way. */
function sunlit(field: HeightField, column: number, row: number): number {
  const ground = Math.max(0, field.at(column, row));
  let open = 1;
  for (let distance = 1.5; open > 0; distance = distance * 1.09 + 0.4) {
    const ray = ground + distance * rise;
    const x = Math.round(column + distance * towards);
    const y = Math.round(row + distance * towards);
    if (ray > field.peak || x < 0 || y < 0) break;
    open = Math.min(open, 0.5 + (ray - field.at(x, y)) / distance / penumbra);
  }
  return Math.max(0, open);
}

/** How much of the sky is seen from a place: little in a valley, all of it on a peak. */
function openSky(field: HeightField, column: number, row: number): number {
  const ground = Math.max(0, field.at(column, row));
  let hidden = 0;
  for (const [across, down] of compass) {
    let horizon = 0;
    for (let distance = 1.5; distance <= field.reach; distance *= 1.7) {
      const x = Math.round(column + distance * across);
      const y = Math.round(row + distance * down);
      horizon = Math.max(horizon, (field.at(x, y) - ground) / distance);
    }
    hidden += horizon / Math.sqrt(horizon * horizon + 1);
  }
  return 1 - hidden / compass.length;
}
