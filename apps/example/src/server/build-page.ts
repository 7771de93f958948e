import { join } from "node:path";
import type { OperationsHandler } from "@rx-lro/server";
import { build } from "vite";
import { readPageFiles } from "./page-files.ts";

const root = join(import.meta.dirname, "../..");

/** Builds the page and serves it. Building takes about two seconds each time, so the page is never stale. */
export async function buildPage(): Promise<OperationsHandler> {
  await build({ configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  return readPageFiles(join(root, "dist"));
}
