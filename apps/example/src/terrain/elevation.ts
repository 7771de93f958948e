import { createGullies } from "./gullies.ts";
import { createNoise, fractal, mix } from "./noise.ts";

/** Height above the sea at a place: 0 is the shore, about 1 the highest peaks, -1 the deepest sea. */
export type Elevation = (x: number, y: number) => number;

/** How far apart the heights are that tell a slope: wide enough to see the mountain, not its stones. */
const stride = 0.02;

/** A landscape: a warped continent, ridges where it is high, gullies on their flanks. One unit is a mountain range. */
export function createElevation(seed: number): Elevation {
  const massif = createMassif(seed);
  const gullies = createGullies(seed + 1);
  return (x, y) => {
    const height = massif(x, y);
    const slopeX = (massif(x + stride, y) - height) / stride;
    const slopeY = (massif(x, y + stride) - height) / stride;
    const carved = gullies(x * 5, y * 5, slopeX, slopeY);
    return height + carved * 0.09 * smoothstep(0.0, 0.35, height);
  };
}

/** The rough shape that the gullies are carved into. */
function createMassif(seed: number): Elevation {
  const land = createNoise(seed);
  const drift = createNoise(seed + 2);
  const crest = createNoise(seed + 3);
  return (x, y) => {
    const warpX = x + 0.45 * fractal(drift, x * 0.8 + 5.2, y * 0.8, 3);
    const warpY = y + 0.45 * fractal(drift, x * 0.8, y * 0.8 + 31.7, 3);
    const continent = fractal(land, warpX * 0.55 + 3.1, warpY * 0.55 + 7.7, 5) * 1.9 + 0.14;
    if (continent < 0) return continent * 0.8;
    const ridge = ridges(crest, warpX * 1.3, warpY * 1.3);
    return continent * mix(0.22, 0.3 + ridge * 0.9, smoothstep(0.05, 0.6, continent));
  };
}

/** Sharp crests where a noise crosses zero, finer ones on the flanks of the coarse; from 0 to 1. */
function ridges(noise: Elevation, x: number, y: number): number {
  let sum = 0;
  let amplitude = 0.6;
  for (let octave = 0; octave < 4; octave++) {
    const crest = 1 - Math.abs(noise(x, y));
    sum += amplitude * crest * crest;
    amplitude *= 0.45 * crest;
    [x, y] = [1.6 * x - 1.2 * y + 11.9, 1.2 * x + 1.6 * y + 23.3];
  }
  return sum;
}

export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
