import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NodeServer } from "@rx-lro/server/node";
import { startExport } from "../src/client/start-export.ts";
import { startExportServer } from "../src/server/export-server.ts";
import { readPageFiles } from "../src/server/page-files.ts";
import { createTerrainRenderer } from "../src/terrain/terrain-renderer.ts";
import { createScriptedRenderer, type ScriptedRenderer } from "./scripted-renderer.ts";

/** The files of the built page. */
export const pageFiles = () => readPageFiles(join(import.meta.dirname, "../dist"));

/** The app with its real renderer. */
export async function startApp(): Promise<NodeServer> {
  const stack = new AsyncDisposableStack();
  const directory = await temporaryFolder(stack);
  const renderer = stack.use(createTerrainRenderer({ directory }));
  const page = await pageFiles();
  const server = await startExportServer(renderer, { directory, page, concurrency: Infinity });
  stack.use(server);
  return {
    url: server.url,
    close: server.close,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The app with exports that do what a test tells them. */
export interface ScriptedApp extends AsyncDisposable {
  readonly url: string;
  readonly exports: ScriptedRenderer;
  /** Starts exports with these descriptions. */
  start(...descriptions: string[]): Promise<void>;
}

export async function startScriptedApp(): Promise<ScriptedApp> {
  const stack = new AsyncDisposableStack();
  const directory = await temporaryFolder(stack);
  const exports = createScriptedRenderer(directory);
  const page = await pageFiles();
  const server = await startExportServer(exports, { directory, page, concurrency: Infinity });
  stack.use(server);
  stack.use(exports);
  return {
    url: server.url,
    exports,
    async start(...descriptions) {
      const grid = { dimensions: { width: 512, height: 256 } };
      for (const [seed, description] of descriptions.entries()) {
        await startExport(server.url, "image", { description, seed, grid });
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function temporaryFolder(stack: AsyncDisposableStack): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "page-"));
  stack.defer(() => rm(directory, { recursive: true }));
  return directory;
}
