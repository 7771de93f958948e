import type { Engine } from "../engine/engine.ts";
import { checkDurability, type DurableEngineOptions } from "../engine/engine-options.ts";
import { LocalBackend } from "../engine/local-backend.ts";
import { type Methods, type MethodsWith, resolveMethods } from "../engine/method.ts";
import { OperationsEngine } from "../engine/operations-engine.ts";
import { openSqliteFile } from "./sqlite-file.ts";
import { createSqliteStore } from "./sqlite-store.ts";

/** How a SQLite engine runs methods and keeps operations. */
export interface SqliteEngineOptions<M = Methods> extends DurableEngineOptions<M> {
  /** The database's path. Beside it lie SQLite's own files and an empty one that keeps other engines out. */
  readonly file: string;
}

/**
 * An engine that keeps its operations in a SQLite file: what it has answered is on disk, and outlives the process.
 *
 * Operations without an end when the process was killed or the engine closed are resumed when the file is opened
 * again, as each method's `onInterruption` says; those being cancelled end as cancelled. One engine has the file at a
 * time. A call whose change can't be stored rejects with RESOURCE_EXHAUSTED (disk full) or UNAVAILABLE, and changes
 * nothing; a method's result that can't be stored is kept and tried again each second, and shown once it is stored.
 *
 * @throws RpcError FAILED_PRECONDITION when another engine has the file, or when it can't be used.
 * @throws TypeError for a method that can't be run, RangeError for a number out of range.
 *
 * @example
 * ```ts
 * import { createSqliteEngine } from "@rx-lro/server/sqlite";
 * const engine = await createSqliteEngine({
 *   file: "operations.db",
 *   methods: { double: async (input: { n: number }) => ({ n: input.n * 2 }) },
 * });
 * const { name } = await engine.start("double", { n: 21 }, { requestId: "r1" });
 * ```
 */
export async function createSqliteEngine<const M, Schemas>(
  options: SqliteEngineOptions<M & MethodsWith<Schemas>>,
): Promise<Engine<M>> {
  const { retentionMs, maxAttempts } = checkDurability(options);
  const file = openSqliteFile(options.file);
  try {
    const { service = `sqlite:${file.path}` } = options;
    const backend = new LocalBackend(createSqliteStore(file, { retentionMs }), options);
    const engine = new OperationsEngine<M>(backend, { ...options, service });
    await backend.resume(resolveMethods(options.methods), maxAttempts);
    return engine;
  } catch (refusal) {
    file.close();
    throw refusal;
  }
}
