import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import {
  createMemoryEngine,
  type Engine,
  type EngineOptions,
  type Methods,
} from "../../src/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";

/** Creates an engine of one kind; the test closes it. */
export type CreateEngine = <const M extends Methods>(
  options: EngineOptions<M>,
) => Promise<Engine<M>>;

/** What runs on every engine, for `describe.each`. */
export const engines: readonly { readonly kind: string; readonly create: CreateEngine }[] = [
  { kind: "memory", create: async (options) => createMemoryEngine(options) },
  {
    kind: "sqlite",
    create: (options) => createSqliteEngine({ ...options, file: temporaryFile() }),
  },
];

/** The path of a database in a new folder that goes with the test. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "operations.db");
}
