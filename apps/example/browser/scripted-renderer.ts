import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "fast-png";
import type { RenderedImage, TerrainRenderer } from "../src/terrain/terrain-renderer.ts";

/** An export that only continues when told to. */
interface ScriptedExport {
  report(progress: number): void;
  /** Writes a small image and ends, whether or not it was asked to cancel. */
  finish(): Promise<void>;
  /** Ends as an export does that honours its cancellation. */
  stop(): void;
  fail(message: string): void;
}

/**
 * A renderer that draws nothing by itself: a test tells each export what to do, so nothing is a race. Disposing
 * it fails exports that are under way, so that no server waits for them.
 */
export interface ScriptedRenderer extends Pick<TerrainRenderer, "exportImage">, Disposable {
  /** The export with this description. */
  get(description: string): ScriptedExport;
}

export function createScriptedRenderer(directory: string): ScriptedRenderer {
  const exports = new Map<string, ScriptedExport>();
  return {
    exportImage({ description, seed }, { signal, report }) {
      let resolve: (image: RenderedImage) => void = () => undefined;
      let reject: (reason: unknown) => void = () => undefined;
      const rendered = new Promise<RenderedImage>((...settle) => {
        [resolve, reject] = settle;
      });
      const finish = async () => {
        const png = encode({ width: 2, height: 1, data: new Uint8Array(6), channels: 3, depth: 8 });
        const file = join(directory, `scripted-${seed}.png`);
        await mkdir(directory, { recursive: true });
        await writeFile(file, png);
        resolve({ file, bytes: png.byteLength, width: 2, height: 1 });
      };
      exports.set(description, {
        report: (progress) => report({ progress }),
        finish,
        stop: () => reject(signal.reason),
        fail: (message) => reject(new Error(message)),
      });
      return rendered;
    },
    get(description) {
      const known = exports.get(description);
      if (known === undefined) throw new Error(`no export of ${description} has begun`);
      return known;
    },
    [Symbol.dispose]() {
      for (const each of exports.values()) each.fail("the test is over");
    },
  };
}
