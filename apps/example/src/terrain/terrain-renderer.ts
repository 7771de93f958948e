import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { Code, RpcError } from "@rx-lro/core";
import { Piscina } from "piscina";
import { checkExportImageInput, type ExportImageInput } from "./export-image-input.ts";
import { imageName, prepareDirectory } from "./image-directory.ts";
import type { RenderTask } from "./render-worker.ts";

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
   * Renders an image. When the signal aborts, the worker stops after its current band and leaves no file, and the
   * promise rejects with the signal's reason; an image that waits for a thread is given up at once. An error that
   * `report` throws ends it too.
   *
   * @throws RpcError INVALID_ARGUMENT for an input that can't be rendered or a directory that can't be written,
   * INTERNAL when its thread dies, UNAVAILABLE once the renderer is closed.
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
  const pool = new Piscina<RenderTask, number | undefined>({
    // Without a minimum, a thread that died while images wait for it would not be replaced.
    minThreads: 1,
    idleTimeout: 1000,
    closeTimeout: 2000,
    ...(threads !== undefined && { maxThreads: threads }),
  });
  const closing = new AbortController();

  async function exportImage(
    input: ExportImageInput,
    context: RenderContext,
  ): Promise<RenderedImage> {
    const { description, seed, width, height } = checkExportImageInput(input);
    const failed = new AbortController();
    const signal = AbortSignal.any([context.signal, closing.signal, failed.signal]);
    signal.throwIfAborted();
    await prepareDirectory(directory);
    signal.throwIfAborted();
    const file = join(directory, imageName({ description, seed, width, height }));
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const { port1, port2 } = new MessageChannel();
    let started = false;
    port1.on("message", (rows: number) => {
      started = true;
      try {
        if (rows > 0 && !signal.aborted) context.report({ progress: rows / height });
      } catch (error) {
        failed.abort(error);
      }
    });
    let raiseStop = () => {};
    const givenUp = new Promise<undefined>((resolve) => {
      raiseStop = () => {
        Atomics.store(stop, 0, 1);
        if (!started) resolve(undefined);
      };
    });
    signal.addEventListener("abort", raiseStop);
    try {
      const task = { seed, width, height, file, stop, progress: port2 };
      const rendering = pool.run(task, {
        filename: worker.href,
        name: "render",
        transferList: [port2],
      });
      // Undefined only after a stop; a later abort doesn't undo a file that is already written.
      const bytes = await Promise.race([rendering, givenUp]);
      if (bytes !== undefined) return { file, bytes, width, height };
    } catch (error) {
      throw closing.signal.aborted ? closing.signal.reason : RpcError.from(error, Code.INTERNAL);
    } finally {
      signal.removeEventListener("abort", raiseStop);
      port1.close();
    }
    throw signal.reason;
  }

  async function close() {
    closing.abort(new RpcError(Code.UNAVAILABLE, "the terrain renderer is closed"));
    // Its errors can only mean that threads writing a large image didn't stop in time, and were ended.
    pool.on("error", () => {});
    await pool.close();
  }
  return { exportImage, close, [Symbol.asyncDispose]: close };
}
