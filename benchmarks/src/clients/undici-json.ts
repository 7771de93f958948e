import { Pool } from "undici";

/** Calls on an undici pool with this many sockets. */
export function createUndiciJson(baseUrl: string, connections: number) {
  const pool = new Pool(baseUrl, { connections });
  return async function call<T>(path: string, method: "GET" | "POST" = "GET"): Promise<T> {
    const { statusCode, body } = await pool.request({ path, method });
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode} from ${path}`);
    return (await body.json()) as T;
  };
}
