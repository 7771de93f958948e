import type { CreateClient } from "./client.ts";
import { cancelByFetch, fetchJson } from "./fetch-json.ts";
import { pollEach } from "./poll-each.ts";

/** The smallest loop that polls by `fetch`; knows nothing of failures. */
export const createClient: CreateClient = ({ baseUrl, intervalMs }) => ({
  watch: pollEach(intervalMs, (name) => fetchJson(`${baseUrl}/v1/${name}`)),
  cancel: cancelByFetch(baseUrl),
});
