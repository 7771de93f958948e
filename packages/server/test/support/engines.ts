import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import {
  createMemoryEngine,
  type Engine,
  type EngineOptions,
  type MethodsWith,
} from "../../src/index.ts";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";

/** Creates an engine of one kind; the test closes it. */
type CreateEngine = <const M, Schemas>(
  options: EngineOptions<M & MethodsWith<Schemas>>,
) => Promise<Engine<M>>;

interface EngineKind {
  readonly kind: string;
  readonly create: CreateEngine;
}

/** The engines whose operations live in this process. */
export const localEngines: readonly EngineKind[] = [
  { kind: "memory", create: async (options) => createMemoryEngine(options) },
  {
    kind: "sqlite",
    create: (options) => createSqliteEngine({ ...options, file: temporaryFile() }),
  },
];

/** What runs on every engine, for `describe.each`: on PostgreSQL alone where the tests are given one. */
export const engines: readonly EngineKind[] =
  inject("postgresUrl") === undefined
    ? localEngines
    : [
        {
          kind: "postgres",
          create: (options) => createPostgresEngine({ ...options, ...newDatabase() }),
        },
      ];

/** Where a PostgreSQL engine finds a schema that isn't there yet. */
export function newDatabase(): { readonly connection: string; readonly schema: string } {
  const schema = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  return { connection: inject("postgresUrl") ?? "", schema };
}

/** The path of a database in a new folder that goes with the test. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "operations.db");
}
