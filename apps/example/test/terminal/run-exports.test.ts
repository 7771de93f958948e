import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { startExportServer } from "../../src/server/export-server.ts";
import type { ExportPlan } from "../../src/terminal/export-plans.ts";
import { runExports } from "../../src/terminal/run-exports.ts";
import { createTerrainRenderer } from "../../src/terrain/terrain-renderer.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

async function setUp() {
  const stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(await createTemporaryFolder());
  const renderer = stack.use(createTerrainRenderer({ directory, threads: 2 }));
  const server = stack.use(await startExportServer(renderer));
  const lines: string[] = [];
  const bars: string[] = [];
  const screen = {
    print: (line: string) => lines.push(line),
    show: (live: readonly string[]) => bars.push(...live),
    end() {},
  };
  return {
    directory,
    lines,
    bars,
    run: (plans: readonly ExportPlan[], signal = new AbortController().signal) =>
      runExports({ baseUrl: server.url, plans, screen, signal }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const small = { width: 64, height: 32, seed: 1 };
const large = { width: 1536, height: 1024, seed: 1 };
const medium = { width: 320, height: 160, seed: 1 };

describe("runExports()", () => {
  it("tells each state, each outcome with its file, and what each cancellation led to", async () => {
    await using set = await setUp();
    const settled = await set.run([
      { description: "Plain", kind: "image", ...small },
      { description: "Honest", kind: "image", ...large, cancelAt: 0.01 },
      { description: "Fixed map", kind: "map", ...medium, cancelAt: 0.01 },
    ]);
    const of = (label: string) =>
      set.lines
        .filter((line) => line.startsWith(label))
        .map((line) => line.slice(11).replace(/\S*\//g, ""))
        // Only where there are fewer processors than exports.
        .filter((line) => line !== "waiting");
    expect(settled).toBe(true);
    expect(of("Plain").at(-1)).toMatch(/^succeeded: plain-1-64x32\.png, 64 × 32, /);
    expect(of("Honest")).toEqual([
      "running",
      "asking to cancel",
      "cancelling",
      "cancelled",
      "cancellation: cancelled, the service says so",
    ]);
    expect(of("Fixed map")).toEqual([
      "running",
      "asking to cancel",
      "running",
      expect.stringMatching(/^cancellation: not supported, it runs on: /),
      expect.stringMatching(/^succeeded: fixed-map-1-320x160\.png/),
    ]);
    expect(set.lines.at(-1)).toBe("3 exports: 2 succeeded, 1 cancelled.");
    expect(set.bars.some((bar) => /^Honest {5}[█░]{30} +\d+ % {2}\w+/.test(bar))).toBe(true);
    expect((await readdir(set.directory)).toSorted()).toEqual([
      "fixed-map-1-320x160.png",
      "plain-1-64x32.png",
    ]);
  });

  it("tells why an export couldn't be started", async () => {
    await using set = await setUp();
    const settled = await set.run([
      { description: "Too large", kind: "image", ...small, width: 9000 },
    ]);
    expect(settled).toBe(false);
    expect(set.lines.join("\n")).toContain("width: expected an integer from 1 to 8192");
  });

  it("ends early when it is told to", async () => {
    await using set = await setUp();
    const controller = new AbortController();
    const job = set.run([{ description: "Long", kind: "image", ...large }], controller.signal);
    controller.abort();
    expect(await job).toBe(false);
  });

  it("starts nothing when it was told to end before", async () => {
    await using set = await setUp();
    const plans = [{ description: "Plain", kind: "image", ...small }] as const;
    expect(await set.run(plans, AbortSignal.abort())).toBe(false);
    expect(set.lines).toEqual([]);
    expect(await readdir(set.directory)).toEqual([]);
  });
});
