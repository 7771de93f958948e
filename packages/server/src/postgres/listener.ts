import { Client, type ClientConfig } from "pg";

/** How long until a lost connection is replaced. */
const RECONNECT_MS = 1_000;
/** How often a connection is checked: one that is cut off doesn't say so. */
const HEARTBEAT_MS = 10_000;

/** How to listen. */
export interface ListenerOptions {
  readonly connection: ClientConfig;
  readonly channel: string;
  readonly onNotification: (payload: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Listens on a channel until it is closed, on a new connection when one is lost; what is sent meanwhile is missed. */
export class Listener {
  readonly #options: ListenerOptions;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Rejects when it can't listen, and ends the connection then. */
  async open(): Promise<void> {
    const { connection, channel, onNotification, onError } = this.#options;
    const client = new Client(connection);
    // Also while it ends: the server may end it at the same time, and say so.
    client.on("error", onError);
    client.on("notification", ({ payload = "" }) => onNotification(payload));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`LISTEN "${channel}"`);
    } catch (refusal) {
      await client.end().catch(onError);
      throw refusal;
    }
    let heartbeat: NodeJS.Timeout;
    const beatLater = (): void => {
      heartbeat = setTimeout(() => {
        client.query("SELECT 1").then(beatLater, () => client.end().catch(onError));
      }, HEARTBEAT_MS);
    };
    beatLater();
    client.once("end", () => {
      clearTimeout(heartbeat);
      this.#openAgain();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end();
  }

  #openAgain(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.open().catch((refusal) => {
        this.#options.onError(refusal);
        this.#openAgain();
      });
    }, RECONNECT_MS);
  }
}
