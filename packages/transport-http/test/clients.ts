import {
  createHttpOperations,
  fetchClient,
  type HttpClient,
  type HttpOperationsOptions,
} from "../src/index.ts";
import { undiciClient } from "../src/node/index.ts";
import { startServer } from "./scripted-server.ts";

/** Every HTTP client of this package, as a resource. */
export const clients = [
  {
    client: "fetchClient",
    open: () => ({ client: fetchClient(), [Symbol.asyncDispose]: async () => {} }),
  },
  {
    client: "undiciClient",
    open: () => {
      const client = undiciClient();
      return { client, [Symbol.asyncDispose]: () => client.close() };
    },
  },
];

export const name = "projects/p/operations/x";
export const running = { name, metadata: { "@type": "t/M", state: "RUNNING" } };
/** Repeats without a wait worth mentioning. */
export const quick = { minTimeoutMs: 1, maxTimeoutMs: 1 };

/** Operations over one of the clients, of a server with scripted answers. */
export async function serve(
  open: () => AsyncDisposable & { client: HttpClient },
  script: Parameters<typeof startServer>[0],
  options: Partial<HttpOperationsOptions> = {},
) {
  const server = await startServer(script);
  const opened = open();
  const { client } = opened;
  const operations = createHttpOperations({
    baseUrl: server.baseUrl,
    client,
    retry: quick,
    ...options,
  });
  return {
    server,
    operations,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}
