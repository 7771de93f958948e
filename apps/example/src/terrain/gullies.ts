import { hashCell, toSalt } from "./noise.ts";

/** Carves a slope that falls along (slopeX, slopeY); the answer is a height from about -1 to 1. */
export type Gullies = (x: number, y: number, slopeX: number, slopeY: number) => number;

const octaves = 5;
const fullTurn = 2 * Math.PI;

/**
 * Branching gullies and spurs, as water leaves them, without simulating water.
 *
 * Each octave lays waves over the slope whose crests run downhill; the next, finer one follows the slopes
 * of all before it, so that its gullies run into theirs. After an idea of Clay John's and Rune Skovbo Johansen's.
 */
export function createGullies(seed: number): Gullies {
  const salt = toSalt(seed);
  const wave = new Float64Array(3);
  return (x, y, slopeX, slopeY) => {
    let height = 0;
    let amplitude = 0.55;
    let frequency = 1;
    for (let octave = 0; octave < octaves; octave++) {
      const steepness = Math.hypot(slopeX, slopeY);
      const turn = fullTurn / (steepness + 0.35);
      waveAt(wave, x * frequency, y * frequency, -slopeY * turn, slopeX * turn, salt + octave);
      height += amplitude * (wave[0] ?? 0);
      slopeX += amplitude * frequency * (wave[1] ?? 0);
      slopeY += amplitude * frequency * (wave[2] ?? 0);
      amplitude *= 0.5;
      frequency *= 2;
    }
    return height;
  };
}

/** Writes height and slope of waves that travel along (alongX, alongY) with a phase of their own per cell. */
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
  let height = 0;
  let steepness = 0;
  for (let i = -1; i <= 2; i++) {
    for (let j = -1; j <= 2; j++) {
      const hash = hashCell(column + i, row + j, salt);
      const dx = x - column - i - (hash & 0xffff) / 0x20000;
      const dy = y - row - j - (hash >>> 16) / 0x20000;
      const weight = Math.exp(-2 * (dx * dx + dy * dy));
      const phase = dx * alongX + dy * alongY;
      weights += weight;
      height += weight * Math.cos(phase);
      steepness -= weight * Math.sin(phase);
    }
  }
  target[0] = height / weights;
  target[1] = (steepness / weights) * alongX;
  target[2] = (steepness / weights) * alongY;
}
