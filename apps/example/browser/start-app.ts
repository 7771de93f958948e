import { join } from "node:path";
import { startExport } from "../src/client/start-export.ts";
import { startExportServer } from "../src/server/export-server.ts";
import { readPageFiles } from "../src/server/page-files.ts";
import { createTerrainRenderer, type TerrainRenderer } from "../src/terrain/terrain-renderer.ts";
import { createTemporaryFolder } from "../test/temporary-folder.ts";
import { createScriptedRenderer, type ScriptedRenderer } from "./scripted-renderer.ts";

/** The files of the built page. */
export const pageFiles = () => readPageFiles(join(import.meta.dirname, "../dist"));

/** The app with a renderer. */
interface App<R> extends AsyncDisposable {
  readonly url: string;
  readonly exports: R;
  /** Starts exports with these descriptions. */
  start(...descriptions: string[]): Promise<void>;
}

/** The app with exports that do what a test tells them. */
export type ScriptedApp = App<ScriptedRenderer>;

export function startScriptedApp(): Promise<ScriptedApp> {
  return start(createScriptedRenderer);
}

/** The app with its real renderer. */
export function startApp(): Promise<App<TerrainRenderer>> {
  return start((directory) => createTerrainRenderer({ directory }));
}

type Renderer = Pick<TerrainRenderer, "exportImage"> & (Disposable | AsyncDisposable);

async function start<R extends Renderer>(
  createRenderer: (directory: string) => R,
): Promise<App<R>> {
  const stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(await createTemporaryFolder());
  const exports = createRenderer(directory);
  const page = await pageFiles();
  const options = { directory, page, concurrency: Infinity };
  const { url } = stack.use(await startExportServer(exports, options));
  // Ends what is under way first, so that the server waits for nothing.
  stack.use(exports);
  return {
    url,
    exports,
    async start(...descriptions) {
      const grid = { dimensions: { width: 512, height: 256 } };
      for (const [seed, description] of descriptions.entries()) {
        await startExport(url, "image", { description, seed, grid });
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
