import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { Code, RpcError } from "@rx-lro/core";
import { Piscina } from "piscina";
import type { ReliefOptions } from "./render-relief.ts";
import type { RenderTask } from "./render-worker.ts";

/** Which image to render. */
export interface ExportImageInput extends ReliefOptions {
  readonly description: string;
}

/** How a rendering is stopped, and reports its progress. */
interface RenderContext {
  readonly signal: AbortSignal;
  /** @param progress - How much is drawn, from 0 to 1. */
  report(progress: { readonly progress: number }): void;
}

/** An image that was rendered. */
export interface RenderedImage {
  /** The path of the PNG file. */
  readonly file: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** Renders terrain in worker threads. */
export interface TerrainRenderer extends AsyncDisposable {
  /**
   * Renders an image. When the signal aborts, its thread is ended, no file is left, and the promise rejects with the
   * signal's reason.
   *
   * @throws RpcError INTERNAL when its thread dies or the file can't be written, UNAVAILABLE once the renderer is closed.
   */
  exportImage(input: ExportImageInput, context: RenderContext): Promise<RenderedImage>;
  /** Stops all images and ends all threads. */
  close(): Promise<void>;
}

/** Where images go and how many threads render them. */
export interface TerrainRendererOptions {
  /** Created if it doesn't exist. */
  readonly directory: string;
  /** @defaultValue one for each processor */
  readonly threads?: number;
  /** The module of the threads. @defaultValue the renderer's own */
  readonly worker?: URL;
}

/** A pool of rendering threads; one is ready for the first image, and none keeps the process alive. */
export function createTerrainRenderer(options: TerrainRendererOptions): TerrainRenderer {
  const { directory, threads, worker = new URL("./render-worker.ts", import.meta.url) } = options;
  const pool = new Piscina<RenderTask, Uint8Array>({
    filename: worker.href,
    name: "render",
    // Without a minimum, a thread that died while images wait for it would not be replaced.
    minThreads: 1,
    idleTimeout: 1000,
    ...(threads !== undefined && { maxThreads: threads }),
  });
  const closing = new AbortController();

  async function exportImage(
    input: ExportImageInput,
    context: RenderContext,
  ): Promise<RenderedImage> {
    const { seed, width, height } = input;
    const file = join(directory, imageName(input));
    const signal = AbortSignal.any([context.signal, closing.signal]);
    const { port1, port2 } = new MessageChannel();
    port1.on("message", (progress: number) => context.report({ progress }));
    try {
      const task = { seed, width, height, progress: port2 };
      const png = await pool.run(task, { transferList: [port2], signal });
      await mkdir(directory, { recursive: true });
      await writeWhole(file, png, signal);
      return { file, bytes: png.byteLength, width, height };
    } catch (error) {
      throw signal.aborted ? signal.reason : RpcError.from(error, Code.INTERNAL);
    } finally {
      port1.close();
    }
  }

  async function close() {
    closing.abort(new RpcError(Code.UNAVAILABLE, "the terrain renderer is closed"));
    await pool.destroy();
  }
  return { exportImage, close, [Symbol.asyncDispose]: close };
}

/** The name of an image's file, from all that decides its pixels, so that the same name is always the same image. */
function imageName({ description, seed, width, height }: ExportImageInput): string {
  const slug = description.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const words = slug.replace(/^-|-$/g, "").slice(0, 60) || "terrain";
  return `${words}-${seed}-${width}x${height}.png`;
}

/** Writes a file so that nobody ever sees half of it. */
async function writeWhole(file: string, data: Uint8Array, signal: AbortSignal): Promise<void> {
  const part = `${file}.${crypto.randomUUID()}.part`;
  try {
    await writeFile(part, data, { signal });
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
