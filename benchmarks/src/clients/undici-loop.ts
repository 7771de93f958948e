import type { CreateClient } from "./client.ts";
import { pollEach } from "./poll-each.ts";
import { createUndiciJson } from "./undici-json.ts";

/** The least that polls by undici's pool; knows nothing of failures. */
export const createClient: CreateClient = ({ baseUrl, intervalMs }) => {
  const call = createUndiciJson(baseUrl);
  return {
    watch: pollEach(intervalMs, (name) => call(`/v1/${name}`)),
    async cancel(name) {
      await call(`/v1/${name}:cancel`, "POST");
      return undefined;
    },
  };
};
