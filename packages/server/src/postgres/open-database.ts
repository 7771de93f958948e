import { Client, type ClientConfig, Pool, type PoolConfig } from "pg";
import { type DatabaseOptions as BossConnection, PgBoss } from "pg-boss";
import { Database } from "./database.ts";
import { queueOf } from "./method-queue.ts";
import { toConnectionError, toOpenError } from "./postgres-error.ts";
import { prepareSchema } from "./prepare-schema.ts";

/** A database that is cut off doesn't answer, and nobody is told. */
const LIMITS = { connectionTimeoutMillis: 10_000, query_timeout: 30_000 };
/** For claims, for leases, and for maintenance that may take long. */
const BOSS_CONNECTIONS = 3;

/** How a database is opened. */
export interface DatabaseOptions {
  readonly connection: PoolConfig | Pool;
  readonly schema: string;
  readonly methods: Iterable<string>;
  readonly notifies: boolean;
  /** Called with errors that no caller sees. */
  readonly onError: (error: unknown) => void;
}

/**
 * Opens a schema, and makes it when it isn't there; several processes may do so at once.
 *
 * @throws RpcError UNAVAILABLE when no database answers, FAILED_PRECONDITION when it can't be used.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { schema, methods, notifies, onError, connection: given } = options;
  const isPool = "connect" in given;
  // A pool hides its password from code that copies its options.
  const config = isPool ? { ...given.options, password: given.options.password } : given;
  const connection = { application_name: "rx-lro", keepAlive: true, ...LIMITS, ...config };
  // Without a limit: it may wait for another process that makes the schema.
  const client = createClient({ ...connection, query_timeout: 0 });
  client.on("error", onError);
  const boss = new PgBoss({
    // pg-boss hands all of it to pg.
    ...(connection as BossConnection),
    max: BOSS_CONNECTIONS,
    schema,
    createSchema: false,
    // The engine supervises instead, when it knows that the workers could renew their leases.
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: 2,
    monitorVacuum: false,
  });
  boss.on("error", onError);
  try {
    await client.connect();
    const service = await prepareSchema(client, schema, () => startBoss(boss, methods));
    const pool = isPool ? given : new Pool(connection).on("error", onError);
    const ownsPool = pool !== given;
    return new Database(boss, pool, {
      schema,
      notifies,
      onError,
      service,
      ownsPool,
      config: connection,
    });
  } catch (thrown) {
    await boss.stop({ graceful: false });
    throw toOpenError(schema, thrown);
  } finally {
    await client.end().catch(onError);
  }
}

/** Reads a URL and the files that it names. */
function createClient(config: ClientConfig): Client {
  try {
    return new Client(config);
  } catch (thrown) {
    throw toConnectionError(thrown);
  }
}

async function startBoss(boss: PgBoss, methods: Iterable<string>): Promise<void> {
  await boss.start();
  for (const method of methods) {
    const queue = queueOf(method);
    await boss.createQueue(queue);
    // pg-boss reads a queue's facts on first use, over a connection that a transaction would then wait for.
    await boss.findJobs(queue, { id: crypto.randomUUID() });
  }
}
