import { Pool } from "undici";

/** Calls on an undici pool with as many sockets as rx-lro's `undiciClient()` has. */
export function createUndiciJson(baseUrl: string) {
  const pool = new Pool(baseUrl, { connections: 64 });
  return async function call<T>(path: string, method: "GET" | "POST" = "GET"): Promise<T> {
    const { statusCode, body } = await pool.request({ path, method });
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode} from ${path}`);
    return (await body.json()) as T;
  };
}
