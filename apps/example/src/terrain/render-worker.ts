import type { MessagePort } from "node:worker_threads";
import { encode } from "fast-png";
import { createRelief, type ReliefOptions } from "./render-relief.ts";

/** What a worker thread is given. */
export interface RenderTask extends ReliefOptions {
  /** Gets how much is drawn, from 0 to 1, after each band of rows. */
  readonly progress: MessagePort;
}

const BANDS = 32;

/** Draws an image; returns it as PNG. */
export function render(task: RenderTask): Uint8Array {
  const { height, width, progress } = task;
  const relief = createRelief(task);
  for (let band = 1; band <= BANDS; band += 1) {
    relief.drawTo(Math.ceil((height * band) / BANDS));
    progress.postMessage(band / BANDS);
  }
  return encode({ width, height, data: relief.pixels, channels: 3, depth: 8 });
}
