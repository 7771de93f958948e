import { rename, rm, writeFile } from "node:fs/promises";
import type { MessagePort } from "node:worker_threads";
import { encode } from "fast-png";
import { createRelief, type ReliefOptions } from "./render-relief.ts";

/** What a worker thread is given. */
export interface RenderTask extends ReliefOptions {
  /** Where the PNG goes; it appears when it is complete, never before. */
  readonly file: string;
  /** Gets the number of rows drawn, at the start and after each band. */
  readonly progress: MessagePort;
  /** Anything but 0 means: stop after the current band. */
  readonly stop: Int32Array;
}

const BANDS = 32;

/** Draws an image and writes it; returns its size in bytes, or undefined when it was stopped. */
export async function render(task: RenderTask): Promise<number | undefined> {
  const { file, height, width, progress, stop } = task;
  try {
    progress.postMessage(0);
    const relief = createRelief(task);
    for (let band = 1; band <= BANDS; band += 1) {
      if (Atomics.load(stop, 0) !== 0) return undefined;
      progress.postMessage(relief.drawTo(Math.ceil((height * band) / BANDS)));
    }
    const png = encode({ width, height, data: relief.pixels, channels: 3, depth: 8 });
    return (await writeWhole(file, png, stop)) ? png.byteLength : undefined;
  } finally {
    progress.close();
  }
}

/** Writes a file so that nobody ever sees half of it. */
async function writeWhole(file: string, data: Uint8Array, stop: Int32Array): Promise<boolean> {
  const part = `${file}.${crypto.randomUUID()}.part`;
  try {
    await writeFile(part, data);
    if (Atomics.load(stop, 0) !== 0) return false;
    await rename(part, file);
    return true;
  } finally {
    await rm(part, { force: true });
  }
}
