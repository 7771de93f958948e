import { setTimeout as delay } from "node:timers/promises";
import type { Pool, PoolClient, PoolConfig } from "pg";
import type { Db, PgBoss } from "pg-boss";
import { Listener } from "./listener.ts";
import { toCallError, toOpenError } from "./postgres-error.ts";

/** How long closing waits for connections to end. */
const PATIENCE_MS = 2_000;

/** How a database was opened. */
interface OpenedOptions {
  readonly schema: string;
  readonly service: string;
  readonly notifies: boolean;
  /** For the connections besides the pool's. */
  readonly config: PoolConfig;
  /** The pool ends with the database. */
  readonly ownsPool: boolean;
  /** Called with errors that no caller sees. */
  readonly onError: (error: unknown) => void;
}

/** Runs one statement: on the pool, or in a transaction. */
type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A transaction, also for pg-boss. */
export interface Transaction extends Db {
  readonly query: Query;
}

/**
 * A schema that is ready, and the connections to it.
 *
 * Calls have a pool of their own: what this process needs to keep its place among others, such as its leases, goes
 * through pg-boss' pool and doesn't queue behind them.
 */
export class Database {
  readonly boss: PgBoss;
  readonly schema: string;
  /** The identity of the operations in the schema, the same for all that open it. */
  readonly service: string;
  readonly notifies: boolean;
  readonly #pool: Pool;
  readonly #ownsPool: boolean;
  readonly #onError: (error: unknown) => void;
  /** Names of prepared statements, by their texts; others on the same connections use none of them. */
  readonly #names = new Map<string, string>();
  readonly #prefix = `rx-lro-${crypto.randomUUID().slice(0, 8)}`;
  readonly #config: PoolConfig;
  /** What calls wait for; a pool that ends forgets callers that queue for its connections. */
  readonly #pending = new Set<Promise<unknown>>();
  #listener: Listener | undefined;

  constructor(boss: PgBoss, pool: Pool, options: OpenedOptions) {
    this.boss = boss;
    this.#pool = pool;
    this.#ownsPool = options.ownsPool;
    this.schema = options.schema;
    this.service = options.service;
    this.notifies = options.notifies;
    this.#onError = options.onError;
    this.#config = options.config;
  }

  /** @throws RpcError as calls do when the database refuses or is away. */
  readonly query: Query = (text, values = []) =>
    this.#tracked(this.#prepared(this.#pool, text, values));

  /** As `query`, for a statement that isn't worth preparing. */
  readonly queryOnce: Query = (text, values = []) =>
    this.#tracked(this.#run(this.#pool, { text, values }));

  /** As `query`, without queueing behind calls. */
  readonly queryFirst: Query = async (text, values = []) => {
    try {
      return (await this.boss.getDb().executeSql(text, [...values])).rows;
    } catch (thrown) {
      throw toCallError(thrown);
    }
  };

  /** Calls `run` in one transaction, which is rolled back when it rejects. */
  transaction<T>(run: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#tracked(this.#transact(run));
  }

  async #transact<T>(run: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await this.#take();
    let failure: Error | undefined;
    try {
      const query: Query = (text, values = []) => this.#prepared(client, text, values);
      await query("BEGIN");
      const result = await run({
        query,
        executeSql: async (text, values) => ({ rows: [...(await query(text, values))] }),
      });
      await query("COMMIT");
      return result;
    } catch (thrown) {
      await client.query("ROLLBACK").catch((unusable: Error) => {
        failure = unusable;
      });
      throw thrown;
    } finally {
      client.off("error", this.#onError);
      client.release(failure);
    }
  }

  /** Tells the other processes; only `onError` is told of a failure. */
  async notify(payloads: readonly string[]): Promise<void> {
    const sql = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload";
    await this.query(sql, [this.#channel, payloads]).catch(this.#onError);
  }

  /** Listens until the database is closed, on a new connection when one is lost. */
  async listen(onNotification: (payload: string) => void): Promise<void> {
    if (!this.notifies) return;
    const [connection, channel, onError] = [this.#config, this.#channel, this.#onError];
    this.#listener = new Listener({ connection, channel, onNotification, onError });
    try {
      await this.#listener.open();
    } catch (thrown) {
      throw toOpenError(this.schema, thrown);
    }
  }

  /** Ends the connections when calls have their answers; doesn't wait long for a database that is cut off. */
  async close(): Promise<void> {
    const patience = delay(PATIENCE_MS, undefined, { ref: false });
    await Promise.race([Promise.allSettled(this.#pending), patience]);
    const ended = Promise.all([
      this.#listener?.close(),
      this.boss.stop({ graceful: false }),
      this.#ownsPool && this.#pool.end(),
    ]);
    await Promise.race([ended, patience]);
  }

  get #channel(): string {
    return `rx_lro_${this.service.slice("postgres:".length)}`;
  }

  /**
   * A connection of the pool. While it is taken, the pool doesn't listen for its errors; the statement under way
   * rejects too.
   */
  #take(): Promise<PoolClient> {
    return new Promise((resolve, reject) => {
      // The pool's promise resolves a turn later: an error sent with the server's last answer is emitted before.
      this.#pool.connect((refusal, client) => {
        if (client === undefined) reject(toCallError(refusal));
        else resolve(client.on("error", this.#onError));
      });
    });
  }

  #prepared<Row>(at: Pool | PoolClient, text: string, values: readonly unknown[]) {
    // A transaction pooler has neither notifications nor prepared statements.
    return this.#run<Row>(at, { ...(this.notifies && { name: this.#nameOf(text) }), text, values });
  }

  #tracked<T>(call: Promise<T>): Promise<T> {
    this.#pending.add(call);
    const clear = (): boolean => this.#pending.delete(call);
    call.then(clear, clear);
    return call;
  }

  async #run<Row>(at: Pool | PoolClient, statement: Statement): Promise<readonly Row[]> {
    try {
      return (await at.query({ ...statement, values: [...statement.values] })).rows as Row[];
    } catch (thrown) {
      throw toCallError(thrown);
    }
  }

  #nameOf(text: string): string {
    const name = this.#names.get(text) ?? `${this.#prefix}-${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

interface Statement {
  /** Of a prepared statement. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
