import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { checkExportImageInput, type ExportImageInput } from "./export-image-input.ts";
import type { RenderTask } from "./render-worker.ts";

/** What is told while an image is rendered. */
export interface RenderContext {
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
   * Renders an image. When the signal aborts, the worker stops after the band it is at, leaves no file, and the
   * promise rejects with the signal's reason.
   *
   * @throws RpcError INVALID_ARGUMENT for an input that can't be rendered.
   */
  exportImage(input: ExportImageInput, context: RenderContext): Promise<RenderedImage>;
  /** Ends all threads. */
  close(): Promise<void>;
}

/** Where images go and how many threads render them. */
export interface TerrainRendererOptions {
  /** Made if it isn't there. */
  readonly directory: string;
  /** @defaultValue one for each processor */
  readonly threads?: number;
}

/** A pool of rendering threads; they start with the first image. */
export function createTerrainRenderer(options: TerrainRendererOptions): TerrainRenderer {
  const { directory, threads } = options;
  const pool = new Piscina<RenderTask, number | undefined>({
    filename: new URL("./render-worker.ts", import.meta.url).href,
    minThreads: 0,
    idleTimeout: 1000,
    ...(threads !== undefined && { maxThreads: threads }),
  });

  async function exportImage(
    input: ExportImageInput,
    { signal, report }: RenderContext,
  ): Promise<RenderedImage> {
    const { description, seed, width, height } = checkExportImageInput(input);
    signal.throwIfAborted();
    const file = join(directory, `${slugOf(description)}-${seed}-${width}x${height}.png`);
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const raiseStop = () => void Atomics.store(stop, 0, 1);
    const { port1, port2 } = new MessageChannel();
    port1.on("message", (rows: number) => report({ progress: rows / height }));
    signal.addEventListener("abort", raiseStop);
    try {
      await mkdir(directory, { recursive: true });
      const task = { seed, width, height, file, stop, progress: port2 };
      const bytes = await pool.run(task, { name: "render", transferList: [port2] });
      // Undefined only after a stop; a signal that came later doesn't undo a file that is there.
      if (bytes !== undefined) return { file, bytes, width, height };
      throw signal.reason;
    } finally {
      signal.removeEventListener("abort", raiseStop);
      port1.close();
    }
  }

  const close = () => pool.destroy();
  return { exportImage, close, [Symbol.asyncDispose]: close };
}

function slugOf(text: string): string {
  const slug = text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return slug.replace(/^-|-$/g, "").slice(0, 60) || "terrain";
}
