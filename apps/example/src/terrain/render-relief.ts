import { type Colour, groundColour } from "./colours.ts";
import { createElevation } from "./elevation.ts";
import { createHeightField } from "./height-field.ts";
import { lightAt } from "./light.ts";

/** What is drawn. */
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
  /** Draws the next rows; gives how many rows are drawn. */
  drawTo(row: number): number;
}

const sunlight: Colour = [1.06, 0.99, 0.88];
const skylight: Colour = [0.4, 0.47, 0.6];

/** Draws a shaded relief in hypsometric tints, band by band, so that whoever draws can stop in between. */
export function createRelief({ seed, width, height }: ReliefOptions): Relief {
  const field = createHeightField(createElevation(seed), width, height);
  const pixels = new Uint8Array(width * height * 3);
  let drawn = 0;

  const drawPixel = (column: number, row: number) => {
    const { sun, sky, steepness } = lightAt(field, column, row);
    const ground = groundColour(field.at(column, row) / field.scale, steepness);
    for (let channel = 0; channel < 3; channel++) {
      const light = (sunlight[channel] ?? 0) * sun * 1.15 + (skylight[channel] ?? 0) * sky;
      const value = Math.min(1, (ground[channel] ?? 0) * light) ** 0.9;
      pixels[(row * width + column) * 3 + channel] = Math.round(value * 255);
    }
  };
  return {
    pixels,
    drawTo(row) {
      const end = Math.min(row, height);
      field.extendTo(end + 1);
      for (; drawn < end; drawn++) {
        for (let column = 0; column < width; column++) drawPixel(column, drawn);
      }
      return drawn;
    },
  };
}
