import { createHttpPoller } from "@azure/core-lro";
import type { CreateClient } from "./client.ts";
import { cancelByFetch, fetchJson } from "./fetch-json.ts";
import { endOf, type Operation } from "./operation.ts";

/** core-lro has no HTTP of its own: here it is `fetch`, with answers translated into Azure's protocol. */
export const createClient: CreateClient = ({ baseUrl, intervalMs }) => ({
  watch: (names, onEnd) =>
    Promise.all(
      names.map(async (name) => {
        const url = `${baseUrl}/v1/${name}`;
        const request = { method: "POST", url };
        const poller = createHttpPoller<Operation, { status: "running" }>(
          {
            sendInitialRequest: async () => ({
              flatResponse: {},
              rawResponse: { request, statusCode: 202, headers: { "operation-location": url } },
            }),
            sendPollRequest: async (path) => {
              const operation = await fetchJson<Operation>(path);
              const body = { ...operation, status: statusOf(operation) };
              return {
                flatResponse: operation,
                rawResponse: { request, statusCode: 200, headers: {}, body },
              };
            },
          },
          { intervalInMs: intervalMs, resolveOnUnsuccessful: true },
        );
        onEnd(name, endOf(await poller.pollUntilDone()));
      }),
    ),
  cancel: cancelByFetch(baseUrl),
});

function statusOf(operation: Operation): string {
  if (!operation.done) return "Running";
  const words = { succeeded: "Succeeded", failed: "Failed", cancelled: "Canceled" };
  return words[endOf(operation)];
}
