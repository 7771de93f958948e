import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Code } from "@rx-lro/core";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { createTerrainRenderer } from "../../src/terrain/terrain-renderer.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

const input = { description: "High Tatra", seed: 7, width: 64, height: 48 };

async function setUp(options: { threads?: number; worker?: string } = {}) {
  const stack = new AsyncDisposableStack();
  const { path: root } = stack.use(await createTemporaryFolder());
  const directory = join(root, "exports");
  const worker = pathToFileURL(join(root, "worker.mjs"));
  if (options.worker !== undefined) await writeFile(worker, options.worker);
  const renderer = createTerrainRenderer({
    directory,
    threads: options.threads ?? 2,
    ...(options.worker !== undefined && { worker }),
  });
  stack.use(renderer);
  return {
    root,
    directory,
    renderer,
    images: async () => {
      const files = await readdir(root, { recursive: true });
      return files.filter((file) => dirname(file) === "exports").map((file) => basename(file));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Something that happens once. */
function signalled() {
  let fire = () => {};
  const happens = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return { happens, fire };
}

const untroubled = { signal: new AbortController().signal, report() {} };

describe("createTerrainRenderer()", () => {
  it("writes a PNG of the wanted size and tells where it is", async () => {
    await using set = await setUp();
    const image = await set.renderer.exportImage(input, untroubled);
    const png = await readFile(image.file);
    expect(image).toEqual({
      file: join(set.directory, "high-tatra-7-64x48.png"),
      bytes: png.byteLength,
      width: 64,
      height: 48,
    });
    expect(decode(png)).toMatchObject({ width: 64, height: 48, channels: 3, depth: 8 });
    expect(await set.images()).toEqual(["high-tatra-7-64x48.png"]);
  });

  it("renders the same image from the same seed and another from another", async () => {
    await using set = await setUp();
    const render = async (description: string, seed: number) => {
      const { file } = await set.renderer.exportImage({ ...input, description, seed }, untroubled);
      return decode(await readFile(file)).data;
    };
    const [first, again, other] = await Promise.all([
      render("a", 7),
      render("b", 7),
      render("c", 8),
    ]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("tells its progress band by band, up to the whole", async () => {
    await using set = await setUp();
    const told: number[] = [];
    await set.renderer.exportImage(input, {
      ...untroubled,
      report: ({ progress }) => told.push(progress),
    });
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it("stops when its signal aborts, rejects with the reason and leaves no file", async () => {
    await using set = await setUp();
    const controller = new AbortController();
    const reason = { my: "reason" };
    const rendering = set.renderer.exportImage(
      { ...input, width: 512, height: 512 },
      { signal: controller.signal, report: () => controller.abort(reason) },
    );
    expect(await rendering.catch((thrown) => thrown)).toBe(reason);
    expect(await set.images()).toEqual([]);
  });

  it("says why the file can't be written", async () => {
    await using set = await setUp();
    await writeFile(set.directory, "in the way");
    await expect(set.renderer.exportImage(input, untroubled)).rejects.toMatchObject({
      code: Code.INTERNAL,
      message: expect.stringContaining(set.directory),
    });
  });

  it("gives up an image that waits for a thread at once, and begins none that was given up before", async () => {
    await using set = await setUp({ threads: 1 });
    const running = new AbortController();
    const started = signalled();
    const busy = set.renderer.exportImage(
      { ...input, width: 2048, height: 1024 },
      { signal: running.signal, report: started.fire },
    );
    const waiting = new AbortController();
    const context = { ...untroubled, signal: waiting.signal };
    const waits = set.renderer.exportImage(input, context);
    await started.happens;
    waiting.abort("no more");
    const first = await Promise.race([busy, waits].map((export_) => export_.catch((e) => e)));
    expect(first).toBe("no more");
    await expect(set.renderer.exportImage(input, context)).rejects.toBe("no more");
    running.abort("nor this");
    expect(await busy.catch((thrown) => thrown)).toBe("nor this");
  });

  it("reports a thread that died and renders the image that waited behind it", async () => {
    const lethal =
      "export function render({ seed }) { if (seed === 0) process.exit(3); return new Uint8Array(99); }";
    await using set = await setUp({ threads: 1, worker: lethal });
    const [dead, next] = await Promise.allSettled([
      set.renderer.exportImage({ ...input, seed: 0 }, untroubled),
      set.renderer.exportImage({ ...input, seed: 1 }, untroubled),
    ]);
    expect(dead).toMatchObject({ status: "rejected", reason: { code: Code.INTERNAL } });
    expect(next).toMatchObject({ status: "fulfilled", value: { bytes: 99 } });
  });

  it("stops everything when it is closed and accepts nothing more", async () => {
    await using set = await setUp();
    const started = signalled();
    const rendering = set.renderer
      .exportImage({ ...input, width: 512, height: 512 }, { ...untroubled, report: started.fire })
      .catch((e) => e);
    await started.happens;
    await set.renderer.close();
    const later = await set.renderer.exportImage(input, untroubled).catch((e) => e);
    expect([(await rendering).code, later.code]).toEqual([Code.UNAVAILABLE, Code.UNAVAILABLE]);
    expect(await set.images()).toEqual([]);
  });
});
