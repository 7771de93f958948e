import { join } from "node:path";
import { parseArgs } from "node:util";
import { startExportServer } from "./server/export-server.ts";
import { exportPlans } from "./terminal/export-plans.ts";
import { runExports } from "./terminal/run-exports.ts";
import { createScreen } from "./terminal/screen.ts";
import { createTerrainRenderer } from "./terrain/terrain-renderer.ts";

const USAGE = `Usage: npm start [-- --exit]

Starts a server that renders terrain images behind Earth Engine's paths, and a client that
exports five of them, cancels two, and ends when all have settled.
`;

/** Runs the app and gives the process its exit code: 0 when all exports have settled. */
async function main(args: readonly string[]): Promise<number> {
  if (!areArgs(args)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  process.once("SIGTERM", () => interrupt.abort());

  const directory = join(import.meta.dirname, "../exports");
  await using renderer = createTerrainRenderer({ directory });
  await using server = await startExportServer(renderer);
  const screen = createScreen(process.stdout);
  screen.print(`Rendering terrain behind Earth Engine's paths at ${server.url}\n`);
  const { signal } = interrupt;
  const job = { baseUrl: server.url, plans: exportPlans, screen, signal };
  const settled = await runExports(job);
  if (signal.aborted) return 130;
  return settled ? 0 : 1;
}

function areArgs(args: readonly string[]): boolean {
  try {
    parseArgs({ args: [...args], options: { exit: { type: "boolean" } } });
    return true;
  } catch {
    return false;
  }
}

process.exitCode = await main(process.argv.slice(2));
