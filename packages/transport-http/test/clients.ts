import {
  createHttpOperations,
  fetchClient,
  type HttpClient,
  type HttpOperationsOptions,
  type HttpResponse,
} from "../src/index.ts";
import { undiciClient } from "../src/node/index.ts";
import { type Script, startServer } from "./scripted-server.ts";

export const name = "projects/p/operations/x";
export const running = { name, metadata: { "@type": "t/M", state: "RUNNING" } };
/** What a client answers that needs no server. */
export const response = (status: number): HttpResponse => ({
  status,
  header: () => undefined,
  text: JSON.stringify(running),
});
/** Repeats without a wait worth mentioning. */
export const quick = { minTimeoutMs: 1, maxTimeoutMs: 1 };

/** Every HTTP client of this package: `open` makes one, `serve` operations over one. */
export const clients = [
  {
    client: "fetchClient",
    open: () => Object.assign(fetchClient(), { [Symbol.asyncDispose]: async () => {} }),
  },
  { client: "undiciClient", open: () => undiciClient() },
].map(({ client, open }) => ({
  client,
  open,
  serve: (script: Script, options?: Partial<HttpOperationsOptions>) => serve(open, script, options),
}));

export type Serve = (typeof clients)[number]["serve"];

/** Operations of a server with scripted answers. */
async function serve(
  open: () => HttpClient & AsyncDisposable,
  script: Script,
  options: Partial<HttpOperationsOptions> = {},
) {
  const server = await startServer(script);
  const client = open();
  const { baseUrl } = server;
  return {
    server,
    operations: createHttpOperations({ baseUrl, client, retry: quick, ...options }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await client[Symbol.asyncDispose]();
    },
  };
}
