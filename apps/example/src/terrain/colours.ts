import { smoothstep } from "./elevation.ts";
import { mix } from "./noise.ts";

/** Red, green and blue from 0 to 1. */
export type Colour = readonly [number, number, number];

/** Elevations and their colours, from the deep sea to the peaks. */
const tints: readonly (readonly [number, Colour])[] = [
  [-0.6, [0.05, 0.14, 0.28]],
  [-0.12, [0.1, 0.3, 0.46]],
  [-0.005, [0.33, 0.58, 0.64]],
  [0.0, [0.8, 0.76, 0.6]],
  [0.02, [0.45, 0.55, 0.3]],
  [0.14, [0.26, 0.42, 0.21]],
  [0.3, [0.46, 0.46, 0.29]],
  [0.46, [0.55, 0.47, 0.38]],
  [0.62, [0.6, 0.57, 0.54]],
];
const rock: Colour = [0.44, 0.41, 0.38];
const snow: Colour = [0.95, 0.97, 1];

/** What covers the ground: sea, beach, forest, meadows, rock where it is steep, snow where it is high and flat. */
export function groundColour(elevation: number, steepness: number): Colour {
  if (elevation <= 0) return tintAt(elevation);
  const bare = smoothstep(0.55, 1.1, steepness) * smoothstep(0.05, 0.25, elevation);
  const white = smoothstep(0.5, 0.62, elevation) * (1 - smoothstep(0.9, 1.6, steepness));
  return blend(blend(tintAt(elevation), rock, bare), snow, white);
}

function tintAt(elevation: number): Colour {
  const above = tints.findIndex(([from]) => from > elevation);
  const [, highest] = tints.at(-1) ?? [0, rock];
  const [low, lowColour] = tints[Math.max(0, above - 1)] ?? [0, highest];
  const [high, highColour] = tints[above] ?? [1, highest];
  return above === -1 ? highest : blend(lowColour, highColour, smoothstep(low, high, elevation));
}

/** From one colour to another. */
export function blend(from: Colour, to: Colour, share: number): Colour {
  return [mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)];
}
