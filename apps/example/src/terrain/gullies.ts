import { hashCell, smoothstep, toSalt } from "./noise.ts";

/** What water has carved at a place whose slope climbs along (slopeX, slopeY), as a height to add. */
export type Gullies = (x: number, y: number, slopeX: number, slopeY: number) => number;

const octaves = 5;
const coarsest = 3.5;
const depth = 0.24;

/**
 * Branching gullies and spurs, as water leaves them, without simulating water.
 *
 * Each octave lays waves over the slope, with crests that run downhill; the next, finer one follows the slopes
 * of all before it, so that its gullies run into theirs. After ideas of Clay John and Rune Skovbo Johansen.
 */
export function createGullies(seed: number): Gullies {
  const salt = toSalt(seed);
  const wave = new Float64Array(2);
  return (x, y, slopeX, slopeY) => {
    let height = 0;
    let frequency = coarsest;
    let carving = depth;
    for (let octave = 0; octave < octaves; octave++) {
      const steepness = Math.sqrt(slopeX * slopeX + slopeY * slopeY) + 1e-9;
      const alongX = -slopeY / steepness;
      const alongY = slopeX / steepness;
      waveAt(wave, x * frequency, y * frequency, alongX, alongY, salt + octave);
      const strength = carving * smoothstep(0, 1.1, steepness);
      height += (strength / frequency) * (wave[0] ?? 0);
      const climb = -strength * 2 * Math.PI * (wave[1] ?? 0);
      slopeX += climb * alongX;
      slopeY += climb * alongY;
      // Turned by a 3-4-5 triangle, so that the lattices of the octaves never line up.
      const turnedX = 0.8 * x - 0.6 * y;
      y = 0.6 * x + 0.8 * y;
      x = turnedX;
      const turnedSlopeX = 0.8 * slopeX - 0.6 * slopeY;
      slopeY = 0.6 * slopeX + 0.8 * slopeY;
      slopeX = turnedSlopeX;
      frequency *= 2;
      carving *= 0.8;
    }
    return height;
  };
}

/** How far a cell's wave reaches: not as far as a neighbour's neighbour. */
const reach = 1.25;

/** Writes the cosine and sine of waves that travel along a direction, with a phase of its own for each cell. */
function waveAt(
  target: Float64Array,
  x: number,
  y: number,
  alongX: number,
  alongY: number,
  salt: number,
): void {
  const column = Math.floor(x);
  const row = Math.floor(y);
  let weights = 0;
  let cosine = 0;
  let sine = 0;
  for (let i = -1; i <= 1; i++) {
    for (let j = -1; j <= 1; j++) {
      const hash = hashCell(column + i, row + j, salt);
      const dx = x - column - i - 0.25 - (hash & 0xffff) / 0x20000;
      const dy = y - row - j - 0.25 - (hash >>> 16) / 0x20000;
      const nearness = 1 - (dx * dx + dy * dy) / (reach * reach);
      if (nearness <= 0) continue;
      const weight = nearness * nearness * nearness;
      const phase = (dx * alongX + dy * alongY) * 2 * Math.PI;
      weights += weight;
      cosine += weight * Math.cos(phase);
      sine += weight * Math.sin(phase);
    }
  }
  const size = Math.max(Math.sqrt(cosine * cosine + sine * sine), 0.5 * weights);
  target[0] = cosine / size;
  target[1] = sine / size;
}
