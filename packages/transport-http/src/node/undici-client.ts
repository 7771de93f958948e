/// <reference lib="esnext.disposable" preserve="true" />
import { Code, RpcError } from "@rx-lro/core/protocol";
import { Pool } from "undici";
import type { HttpClient } from "../http-client.ts";
import { AnswerReader } from "./answer-reader.ts";

/** The options of {@link undiciClient}. */
export interface UndiciClientOptions {
  /**
   * Open sockets per origin; further calls wait in line.
   *
   * @defaultValue 128: a watcher may hold 64 waits, and needs some for other calls
   */
  readonly connections?: number;
  /**
   * How long an idle socket stays open when the server says nothing about it.
   *
   * @defaultValue 20000: by default a watcher's looks are up to 18 s apart, and find their socket open
   */
  readonly keepAliveMs?: number;
}

/** An HTTP client that owns sockets. */
export interface UndiciClient extends HttpClient, AsyncDisposable {
  /** Resolves once the calls in flight have ended; later ones reject with FAILED_PRECONDITION. */
  close(): Promise<void>;
}

/**
 * An HTTP client on undici's pools: a look takes a third or less of the CPU time of one by Node's `fetch`.
 *
 * Sockets are kept open between calls; idle ones don't keep the process alive. It connects directly, not through a
 * proxy.
 *
 * @throws RangeError when an option is out of range, TypeError in Bun, whose own undici has no pools.
 *
 * @example
 * ```ts
 * import { createHttpOperations } from "@rx-lro/transport-http";
 * import { undiciClient } from "@rx-lro/transport-http/node";
 * await using client = undiciClient();
 * const operations = createHttpOperations({ baseUrl: "http://localhost:8080", client });
 * ```
 */
export function undiciClient(options: UndiciClientOptions = {}): UndiciClient {
  const { connections = 128, keepAliveMs = 20_000 } = options;
  if (!Number.isSafeInteger(connections) || connections < 1) {
    throw new RangeError(`connections must be a positive integer, not ${connections}`);
  }
  if (!(keepAliveMs > 0 && keepAliveMs <= 600_000)) {
    throw new RangeError(`keepAliveMs must be above 0 and at most 600000, not ${keepAliveMs}`);
  }
  if (!Pool.prototype.dispatch) {
    throw new TypeError(
      "undiciClient() needs undici's pools, which Bun replaces with its own; without `client`, fetch is used",
    );
  }
  const pools = new Map<string, Pool>();
  const openPool = (origin: string) => {
    // The transport times every attempt itself; undici's own limits would end a held wait after 5 minutes.
    const pool = new Pool(origin, {
      connections,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    });
    pools.set(origin, pool);
    return pool;
  };
  let closing: Promise<void> | undefined;
  let origin = "";
  let pool: Pool | undefined;
  const client: HttpClient = (request) =>
    new Promise((resolve, reject) => {
      if (closing !== undefined) {
        throw new RpcError(Code.FAILED_PRECONDITION, "this undiciClient() is closed");
      }
      const { body, headers, method, url } = request;
      let path = url.slice(origin.length);
      // While the origin stays the same, the URL isn't parsed.
      if (pool === undefined || !path.startsWith("/") || !url.startsWith(origin)) {
        const next = new URL(url).origin;
        pool = pools.get(next) ?? openPool(next); // throws for what is none of HTTP
        origin = next;
        // What follows the host, which may be spelt differently in the origin.
        path = url.replace(/^\w+:\/\/[^/?#]+\/?/, "/");
      }
      const reader = new AnswerReader(request, resolve, reject);
      pool.dispatch({ path, method, headers, body: body ?? null }, reader);
    });
  const close = () => {
    closing ??= Promise.all([...pools.values()].map((pool) => pool.close())).then(() => undefined);
    return closing;
  };
  return Object.assign(client, { close, [Symbol.asyncDispose]: close });
}
