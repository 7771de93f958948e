import { createGullies } from "./gullies.ts";
import { createNoise, fractal, mix, smoothstep } from "./noise.ts";

/** Height above the sea at a place: 0 is the shore, 1 a high peak, -1 the deepest sea. */
export type Elevation = (x: number, y: number) => number;

/** The distance between the heights that give a slope: wide enough to see the mountain, not its stones. */
const stride = 0.01;

/** A landscape: a warped continent, ridges where it is high, gullies on their flanks. One unit is a mountain range. */
export function createElevation(seed: number): Elevation {
  const massif = createMassif(seed);
  const gullies = createGullies(seed + 1);
  const grain = createNoise(seed + 4);
  return (x, y) => {
    const height = massif(x, y);
    const rough = 0.035 * fractal(grain, x * 6, y * 6, 3);
    if (height < -0.1) return height + rough;
    const slopeX = (massif(x + stride, y) - height) / stride;
    const slopeY = (massif(x, y + stride) - height) / stride;
    return height + rough + gullies(x, y, slopeX, slopeY) * smoothstep(-0.1, 0.15, height);
  };
}

/** The rough shape that the gullies are carved into. */
function createMassif(seed: number): Elevation {
  const land = createNoise(seed);
  const drift = createNoise(seed + 2);
  const crest = createNoise(seed + 3);
  return (x, y) => {
    const warpX = x + 0.28 * drift(x * 0.9 + 5.2, y * 0.9);
    const warpY = y + 0.28 * drift(x * 0.9, y * 0.9 + 31.7);
    const continent = fractal(land, warpX * 0.6 + 3.1, warpY * 0.6 + 7.7, 3) * 1.9 + 0.14;
    if (continent < 0) return continent * 0.8;
    const ridge = ridges(crest, warpX * 1.3, warpY * 1.3);
    return continent * mix(0.3, 0.15 + ridge * 2.05, smoothstep(0, 0.45, continent));
  };
}

/** Rounded crests where a noise crosses zero; from 0 to 1. */
function ridges(noise: Elevation, x: number, y: number): number {
  const coarse = 1 - rounded(noise(x, y), 0.22);
  const fine = 1 - rounded(noise(x * 2.1 + 11.9, y * 2.1 + 23.3), 0.2);
  return coarse * coarse * (0.6 + 0.6 * fine * fine);
}

/** The absolute value, with its edge at zero rounded off. */
function rounded(value: number, radius: number): number {
  return Math.sqrt(value * value + radius * radius);
}
