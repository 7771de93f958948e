import { limitFetch } from "./sockets.ts";

limitFetch();

/** A call by Node's `fetch`. */
export async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`HTTP ${response.status} from ${url}`);
  return (await response.json()) as T;
}

/** Asks to cancel by Node's `fetch`; only a later look can tell what came of it. */
export function cancelByFetch(baseUrl: string): (name: string) => Promise<undefined> {
  return async (name) => {
    await fetchJson(`${baseUrl}/v1/${name}:cancel`, { method: "POST" });
    return undefined;
  };
}
