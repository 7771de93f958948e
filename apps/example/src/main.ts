import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildPage } from "./server/build-page.ts";
import { startExportServer } from "./server/export-server.ts";
import { startRelayServer } from "./server/relay-server.ts";
import type { RelaySettings } from "./server/relay-settings.ts";
import { problemInWords } from "./setting-error.ts";
import { readSettings, type Settings, USAGE } from "./settings.ts";
import { exportPlans } from "./terminal/export-plans.ts";
import { runExports } from "./terminal/run-exports.ts";
import { createScreen } from "./terminal/screen.ts";
import { createTerrainRenderer } from "./terrain/terrain-renderer.ts";

const root = join(import.meta.dirname, "..");
const screen = createScreen(process.stdout);

/** Runs the app and returns the process's exit code: 0 when all exports have settled. */
async function main(args: readonly string[]): Promise<number> {
  const settings = readSettings(args, process.env);
  if (settings === undefined) {
    process.stdout.write(USAGE);
    return 0;
  }
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  process.once("SIGTERM", () => interrupt.abort());
  const { signal } = interrupt;

  const { port, relay } = settings;
  return relay ? watchElsewhere(relay, port, signal) : exportHere(settings, signal);
}

/** The exports in the terminal, then the page that shows them and starts more. */
async function exportHere(settings: Settings, signal: AbortSignal): Promise<number> {
  const { exit, port, host, databaseUrl } = settings;
  const directory = join(root, "exports");
  const page = exit ? undefined : await buildPage();
  await mkdir(directory, { recursive: true });
  await using renderer = createTerrainRenderer({ directory });
  await using server = await startExportServer(renderer, {
    directory,
    port,
    hostname: host,
    databaseUrl,
    page,
    file: exit ? undefined : join(directory, "operations.db"),
  });
  screen.print(`Rendering terrain behind Earth Engine's paths at ${server.url}\n`);
  const settled = await runExports({ baseUrl: server.url, plans: exportPlans, screen, signal });
  if (signal.aborted) return 130;
  if (!exit) await untilInterrupted(server.url, signal);
  return settled ? 0 : 1;
}

/** The page over another service's operations. */
async function watchElsewhere(
  settings: RelaySettings,
  port: number,
  signal: AbortSignal,
): Promise<number> {
  await using server = await startRelayServer(settings, await buildPage(), port);
  await untilInterrupted(server.url, signal);
  return 0;
}

async function untilInterrupted(url: string, signal: AbortSignal): Promise<void> {
  screen.print(`\nThe page is at ${url}/ until Ctrl-C.`);
  if (!signal.aborted) await once(signal, "abort");
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const problem = problemInWords(error);
  if (problem === undefined) throw error;
  process.stderr.write(`${problem}\n\`npm start -- --help\` tells how it is used.\n`);
  process.exitCode = 2;
}
