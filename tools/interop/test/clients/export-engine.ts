import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryEngine, type Engine, type MethodContext } from "@rx-lro/server";
import { earthEngineMetadata } from "@rx-lro/server/earth-engine";
import { createSqliteEngine } from "@rx-lro/server/sqlite";

/** An export at work; it ends when and as a test says. */
export interface RunningExport extends Pick<MethodContext, "signal" | "report"> {
  succeed(response: unknown): void;
  fail(error: unknown): void;
}

type Run = (body: Readonly<Record<string, unknown>>, context: MethodContext) => Promise<unknown>;

/** What clients start, and a method that ends at once. */
export type ExportEngine = Engine<{
  readonly exportImage: { readonly run: Run; readonly responseType: string };
  readonly exportTable: { readonly run: Run; readonly cancellable: false };
  readonly nothing: () => Promise<void>;
}>;

/** What the tests run over, for `describe.each`. */
export const engineKinds = ["memory", "sqlite"] as const;

/** The engines that the tests run over, by kind. */
export type EngineKind = (typeof engineKinds)[number];

/** An engine of one kind; its file goes with it. */
export async function createExportEngine(kind: EngineKind, run: Run): Promise<ExportEngine> {
  const methods = {
    exportImage: {
      run,
      responseType: "type.googleapis.com/google.earthengine.v1.ExportImageResponse",
    },
    exportTable: { run, cancellable: false },
    nothing: async () => undefined,
  } as const;
  const options = { methods, metadata: earthEngineMetadata, closeGraceMs: 0 };
  if (kind === "memory") return createMemoryEngine(options);
  const folder = mkdtempSync(join(tmpdir(), "rx-lro-clients-"));
  const engine = await createSqliteEngine({ ...options, file: join(folder, "operations.db") });
  const close = async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  };
  return { ...engine, close, [Symbol.asyncDispose]: close };
}

/** Runs exports as tests say; the body's `description` tells them apart. */
export class ScriptedExports {
  readonly #arrived = new Map<unknown, RunningExport>();
  readonly #awaited = new Map<unknown, (run: RunningExport) => void>();

  readonly run: Run = ({ description }, { signal, report }) =>
    new Promise((succeed, fail) => {
      const running = { signal, report, succeed, fail };
      this.#arrived.set(description, running);
      this.#awaited.get(description)?.(running);
    });

  /** The export of a description, once it runs. */
  running(description: string): Promise<RunningExport> {
    const running = this.#arrived.get(description);
    if (running !== undefined) return Promise.resolve(running);
    return new Promise((resolve) => this.#awaited.set(description, resolve));
  }
}
