import type { HttpClient } from "./http-client.ts";
import { readText } from "./read-text.ts";

/** The options of {@link fetchClient}. */
export interface FetchClientOptions {
  /** @defaultValue the global `fetch` at the time of each call */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * An HTTP client on `fetch`: the default, everywhere.
 *
 * @example
 * A service inside the same process, without a socket:
 * ```ts
 * import { createHttpOperations, fetchClient } from "@rx-lro/transport-http";
 * declare const handler: (request: Request) => Promise<Response>;
 * const client = fetchClient({ fetch: (url, init) => handler(new Request(url, init)) });
 * const operations = createHttpOperations({ baseUrl: "http://localhost", client });
 * ```
 */
export function fetchClient(options: FetchClientOptions = {}): HttpClient {
  return async (request) => {
    const init = { ...request, redirect: "manual", cache: "no-store" } as RequestInit;
    const response = await (options.fetch ?? fetch)(request.url, init);
    return {
      // Browsers hide redirects: all they show is status 0.
      status: response.status || 302,
      header: (name) => response.headers.get(name) ?? undefined,
      text: await (response.body
        ? readText(response.body, request.maxResponseBytes)
        : response.text()),
    };
  };
}
