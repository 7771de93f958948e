import { mix, smoothstep } from "./noise.ts";

/** Red, green and blue as linear light from 0 to 1. */
export type Colour = readonly [number, number, number];

/** Elevations and their colours, from the deep sea to the peaks; two at one elevation are an edge. */
const tints: readonly (readonly [number, Colour])[] = [
  [-0.6, linear(0x0b2f4f)],
  [-0.3, linear(0x15486b)],
  [-0.12, linear(0x27708f)],
  [-0.03, linear(0x4c9bac)],
  [0, linear(0x86c0bd)],
  [0, linear(0xcfc08f)],
  [0.02, linear(0xa8b07c)],
  [0.08, linear(0x7b9660)],
  [0.2, linear(0x64824f)],
  [0.3, linear(0x8a8f5a)],
  [0.42, linear(0xa48a62)],
  [0.6, linear(0x9a8272)],
];
const rock = linear(0x857a70);
const snow = linear(0xf6f9fc);

/**
 * What covers the ground: sea, beach, forest, meadows, rock where it is steep, snow where it is high and flat.
 *
 * @param grain - From -1 to 1: how far the borders between them stray at this place.
 */
export function groundColour(elevation: number, steepness: number, grain: number): Colour {
  if (elevation <= 0) return tintAt(elevation);
  const cover = tintAt(elevation + 0.07 * grain * smoothstep(0, 0.1, elevation));
  const bare = 0.8 * smoothstep(0.5, 1, steepness);
  const white =
    smoothstep(0.46, 0.55, elevation + 0.06 * grain) * (1 - smoothstep(0.8, 1.5, steepness));
  return blend(blend(cover, rock, bare), snow, white);
}

/** The byte of an sRGB image for an amount of linear light; anything brighter than white is white. */
export function toByte(light: number): number {
  return Math.round(255 * Math.min(1, light) ** (1 / 2.2));
}

/** A colour as CSS writes it. */
export function linear(rgb: number): Colour {
  const channel = (shift: number) => (((rgb >> shift) & 255) / 255) ** 2.2;
  return [channel(16), channel(8), channel(0)];
}

function tintAt(elevation: number): Colour {
  const above = tints.findIndex(([from]) => from >= elevation);
  const [, highest] = tints.at(-1) ?? [0, rock];
  if (above === -1) return highest;
  const [high, highColour] = tints[above] ?? [0, highest];
  const [low, lowColour] = tints[above - 1] ?? [high - 1, highColour];
  return blend(lowColour, highColour, (elevation - low) / (high - low));
}

function blend(from: Colour, to: Colour, share: number): Colour {
  return [mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)];
}
