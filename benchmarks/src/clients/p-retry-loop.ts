import pRetry from "p-retry";
import type { CreateClient } from "./client.ts";
import { cancelByFetch, fetchJson } from "./fetch-json.ts";
import type { Operation } from "./operation.ts";
import { pollEach } from "./poll-each.ts";

/** A loop per operation whose requests p-retry repeats when they fail. */
export const createClient: CreateClient = ({ baseUrl, intervalMs }) => ({
  watch: pollEach(intervalMs, (name) =>
    pRetry(() => fetchJson<Operation>(`${baseUrl}/v1/${name}`)),
  ),
  cancel: cancelByFetch(baseUrl),
});
