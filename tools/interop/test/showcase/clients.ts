import {
  createHttpOperations,
  fetchClient,
  type HttpClient,
  type HttpOperationsOptions,
  showcase,
} from "@rx-lro/transport-http";
import { undiciClient } from "@rx-lro/transport-http/node";
import { baseUrl } from "./showcase-service.ts";

/** Every HTTP client, as a resource. */
export const clients = [
  {
    client: "fetchClient",
    open: () => Object.assign(fetchClient(), { [Symbol.asyncDispose]: async () => {} }),
  },
  { client: "undiciClient", open: () => undiciClient() },
];

/** The operations of the running server over a client, and the requests that they made: `GET /v1beta1/…`. */
export function connect(
  client: HttpClient = fetchClient(),
  options: Partial<HttpOperationsOptions> = {},
) {
  const requests: string[] = [];
  const recorded: HttpClient = (request) => {
    requests.push(`${request.method} ${request.url.slice(baseUrl.length)}`);
    return client(request);
  };
  const operations = createHttpOperations({
    ...showcase({ baseUrl }),
    client: recorded,
    ...options,
  });
  return { operations, requests };
}
