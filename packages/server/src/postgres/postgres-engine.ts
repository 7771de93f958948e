import type { Pool, PoolConfig } from "pg";
import { checkCount } from "../check-option.ts";
import type { Engine } from "../engine/engine.ts";
import { checkDurability, type DurableEngineOptions } from "../engine/engine-options.ts";
import { type Methods, type MethodsWith, resolveMethods } from "../engine/method.ts";
import { OperationsEngine } from "../engine/operations-engine.ts";
import { openDatabase } from "./open-database.ts";
import { PostgresBackend } from "./postgres-backend.ts";

/** How a PostgreSQL engine runs methods and keeps operations. */
export interface PostgresEngineOptions<M = Methods> extends DurableEngineOptions<M> {
  /**
   * The database: a connection string, a configuration of `pg`'s pool, or a pool, which its owner closes. Besides the
   * pool, the engine has one connection that listens and up to three for its leases, with the same configuration.
   *
   * @defaultValue from the environment: `PGHOST`, `PGUSER`, `PGPASSWORD`, `PGDATABASE`, …
   */
  readonly connection?: string | PoolConfig | Pool;
  /** Where the tables are, pg-boss' too; it is created when it isn't there. @defaultValue `lro` */
  readonly schema?: string;
  /**
   * `false`: this process starts, shows and cancels operations; their methods run in others.
   *
   * @defaultValue true
   */
  readonly runs?: boolean;
  /**
   * How long a process may be silent before others take over its operations, in milliseconds: whole seconds from
   * 2 000. A method that blocks the event loop for longer loses its operation.
   *
   * @defaultValue 10 000
   */
  readonly leaseMs?: number;
  /**
   * `false` where LISTEN can't work, as behind a transaction pooler: what happens in other processes is then seen
   * within half a second instead of at once.
   *
   * @defaultValue true
   */
  readonly notifications?: boolean;
  /**
   * Called with errors that no caller sees, such as a database that is away. What it throws or rejects with is
   * ignored. @defaultValue ignores them
   */
  readonly onError?: (error: unknown) => void;
}

/**
 * An engine that keeps its operations in PostgreSQL, for several processes and machines: all see the same operations,
 * and each runs some.
 *
 * Whatever it answers is already committed. When a process is killed, frozen or cut off, others take over what it was
 * running once its lease is over, as each method's `onInterruption` says; late results without a lease are refused.
 * While the database is away calls reject with UNAVAILABLE, methods run on, and their ends are stored when it is back.
 * Close it before the process ends, so that others take over at once.
 *
 * @throws RpcError UNAVAILABLE when no database answers, FAILED_PRECONDITION when it can't be used.
 * @throws TypeError for a method that can't be run, RangeError for a number out of range.
 *
 * @example
 * ```ts
 * import { createPostgresEngine } from "@rx-lro/server/postgres";
 * const engine = await createPostgresEngine({
 *   connection: "postgresql://lro:secret@localhost/app",
 *   methods: { double: async (input: { n: number }) => ({ n: input.n * 2 }) },
 * });
 * const { name } = await engine.start("double", { n: 21 }, { requestId: "r1" });
 * ```
 */
export async function createPostgresEngine<const M, Schemas>(
  options: PostgresEngineOptions<M & MethodsWith<Schemas>>,
): Promise<Engine<M>> {
  const { connection = {}, notifications = true, runs = true } = options;
  const onError = async (error: unknown): Promise<void> => {
    try {
      await options.onError?.(error);
    } catch {
      // A log that fails must fail neither a call nor the process.
    }
  };
  const methods = resolveMethods(options.methods);
  const checked = {
    ...{ methods, runs, onError },
    ...checkDurability(options),
    concurrency: checkCount("concurrency", options.concurrency),
    maxQueued: checkCount("maxQueued", options.maxQueued),
    leaseMs: checkLease(options.leaseMs ?? 10_000),
  };
  const database = await openDatabase({
    connection: typeof connection === "string" ? { connectionString: connection } : connection,
    schema: checkSchema(options.schema ?? "lro"),
    methods: methods.keys(),
    notifies: notifications,
    onError,
  });
  try {
    const backend = new PostgresBackend(database, checked);
    const { service = database.service } = options;
    const engine = new OperationsEngine<M>(backend, { ...options, service });
    await backend.open();
    return engine;
  } catch (refusal) {
    await database.close();
    throw refusal;
  }
}

function checkLease(ms: number): number {
  if (ms >= 2000 && ms % 1000 === 0 && ms <= 86_400_000) return ms;
  throw new RangeError(
    `leaseMs must be whole seconds from 2000 to 86400000 milliseconds, not ${ms}`,
  );
}

function checkSchema(schema: string): string {
  // pg-boss takes no longer one.
  if (/^[a-z_][a-z0-9_]{0,49}$/.test(schema)) return schema;
  throw new TypeError(
    `schema must be at most 50 lower-case letters, digits and "_", not ${JSON.stringify(schema)}`,
  );
}
