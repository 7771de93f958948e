import type { CreateClient } from "./client.ts";
import { pollEach } from "./poll-each.ts";
import { SOCKETS } from "./sockets.ts";
import { createUndiciJson } from "./undici-json.ts";

type Call = ReturnType<typeof createUndiciJson>;

/** The smallest loop that looks at each operation on undici's pool; knows nothing of failures. */
function createLoop(
  connections: number,
  look: (call: Call, name: string) => ReturnType<Parameters<typeof pollEach>[1]>,
): CreateClient {
  return ({ baseUrl, intervalMs }) => {
    const call = createUndiciJson(baseUrl, connections);
    return {
      watch: pollEach(intervalMs, (name) => look(call, name)),
      async cancel(name) {
        await call(`/v1/${name}:cancel`, "POST");
        return undefined;
      },
    };
  };
}

export const createGetLoop = createLoop(SOCKETS, (call, name) => call(`/v1/${name}`));

/** Has a socket for each operation that it holds a wait for. */
export const createWaitLoop = createLoop(1024, (call, name) => call(`/v1/${name}:wait`, "POST"));
