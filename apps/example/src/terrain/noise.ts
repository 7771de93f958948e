/** A smooth random field over the plane, from -1 to 1. */
export type Noise = (x: number, y: number) => number;

/** Gradient noise (Perlin 2002) whose gradients come from a hash: no tables to shuffle, no period in sight. */
export function createNoise(seed: number): Noise {
  const salt = toSalt(seed);
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const dx = x - column;
    const dy = y - row;
    const across = fade(dx);
    const north = mix(
      slope(hashCell(column, row, salt), dx, dy),
      slope(hashCell(column + 1, row, salt), dx - 1, dy),
      across,
    );
    const south = mix(
      slope(hashCell(column, row + 1, salt), dx, dy - 1),
      slope(hashCell(column + 1, row + 1, salt), dx - 1, dy - 1),
      across,
    );
    return mix(north, south, fade(dy)) * Math.SQRT2;
  };
}

/** Octaves of a noise, each finer, weaker, turned and shifted, so that no lattice shows; from -1 to 1. */
export function fractal(noise: Noise, x: number, y: number, octaves: number): number {
  let sum = 0;
  let total = 0;
  let amplitude = 1;
  for (let octave = 0; octave < octaves; octave++) {
    sum += amplitude * noise(x, y);
    total += amplitude;
    amplitude *= 0.5;
    const turned = 1.6 * x - 1.2 * y + 17.3;
    y = 1.2 * x + 1.6 * y - 9.1;
    x = turned;
  }
  return sum / total;
}

/** A 32-bit number for a cell of the lattice that looks random. */
export function hashCell(column: number, row: number, salt: number): number {
  let hash = Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1) ^ salt;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A salt to which all bits of a safe integer contribute. */
export function toSalt(seed: number): number {
  return hashCell(seed | 0, Math.floor(seed / 2 ** 32), 0x9e3779b9);
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** From 0 at one value to 1 at another, level at both. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

const gradients = Float64Array.from({ length: 512 }, (_, index) => {
  const angle = ((index >> 1) / 256) * 2 * Math.PI;
  return index % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
});

function slope(hash: number, dx: number, dy: number): number {
  const index = (hash & 255) << 1;
  return (gradients[index] ?? 0) * dx + (gradients[index + 1] ?? 0) * dy;
}

function fade(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}
