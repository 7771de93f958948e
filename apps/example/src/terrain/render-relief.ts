import { type Colour, groundColour, linear, toByte } from "./colours.ts";
import { createElevation } from "./elevation.ts";
import { createHeightField } from "./height-field.ts";
import { lightAt } from "./light.ts";
import { createNoise, fractal } from "./noise.ts";

/** What to draw. */
export interface ReliefOptions {
  /** The landscape; the same seed gives the same one. */
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

/** A drawing under way. */
export interface Relief {
  /** Red, green and blue bytes of the pixels, row by row from the top. */
  readonly pixels: Uint8Array;
  /** Draws the next rows; returns how many rows are drawn. */
  drawTo(row: number): number;
}

const sunlight = brightened(linear(0xfff1d8), 1.45);
const skylight = brightened(linear(0xb4cdf5), 0.6);

/** Draws a shaded relief in hypsometric tints, band by band, so that the caller can stop in between. */
export function createRelief({ seed, width, height }: ReliefOptions): Relief {
  const field = createHeightField(createElevation(seed), width, height);
  const grain = createNoise(seed + 5);
  const pixels = new Uint8Array(width * height * 3);
  let drawn = 0;

  const drawPixel = (column: number, row: number) => {
    const { sun, sky, steepness } = lightAt(field, column, row);
    const stray = fractal(grain, column / field.scale, row / field.scale, 3);
    const ground = groundColour(field.at(column, row) / field.scale, steepness, stray);
    const at = (row * width + column) * 3;
    for (let channel = 0; channel < 3; channel++) {
      const light = (sunlight[channel] ?? 0) * sun + (skylight[channel] ?? 0) * sky;
      pixels[at + channel] = toByte((ground[channel] ?? 0) * light);
    }
  };
  return {
    pixels,
    drawTo(row) {
      const end = Math.min(row, height);
      field.extendTo(end + field.reach + 1);
      for (; drawn < end; drawn++) {
        for (let column = 0; column < width; column++) drawPixel(column, drawn);
      }
      return drawn;
    },
  };
}

function brightened([red, green, blue]: Colour, factor: number): Colour {
  return [red * factor, green * factor, blue * factor];
}
