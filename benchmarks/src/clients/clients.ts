import type { CreateClient } from "./client.ts";
import type { RxLroOptions } from "./rx-lro.ts";

/** A client that can be measured. */
export interface ClientEntry {
  readonly title: string;
  /** Loads this client alone, so that none pays for another's code. */
  load(): Promise<CreateClient>;
}

/** All clients that can be measured. Those whose ids start with `rx-lro-list` and `rx-lro-wait` take part wherever lists and waits do. */
export const clients: Readonly<Record<string, ClientEntry>> = {
  "google-gax": {
    title: "google-gax (REST)",
    load: async () => (await import("./google-gax.ts")).createClient,
  },
  "azure-core-lro": {
    title: "@azure/core-lro",
    load: async () => (await import("./azure-core-lro.ts")).createClient,
  },
  "p-retry-loop": {
    title: "p-retry loop",
    load: async () => (await import("./p-retry-loop.ts")).createClient,
  },
  "rxjs-loop": {
    title: "RxJS loop",
    load: async () => (await import("./rxjs-loop.ts")).createClient,
  },
  "fetch-loop": {
    title: "bare fetch loop",
    load: async () => (await import("./fetch-loop.ts")).createClient,
  },
  "undici-loop": {
    title: "bare undici loop",
    load: async () => (await import("./undici-loop.ts")).createGetLoop,
  },
  "wait-loop": {
    title: "bare wait loop",
    load: async () => (await import("./undici-loop.ts")).createWaitLoop,
  },
  "list-loop": {
    title: "bare list loop, masked",
    load: async () => (await import("./list-loop.ts")).createMaskedListLoop,
  },
  "list-loop-promises": {
    title: "bare list loop, masked, promises",
    load: async () => (await import("./list-loop.ts")).createPromisedListLoop,
  },
  "list-loop-whole": {
    title: "bare list loop",
    load: async () => (await import("./list-loop.ts")).createWholeListLoop,
  },
  "kept-operations": {
    title: "(the operations alone)",
    load: async () => (await import("./kept-operations.ts")).createClient,
  },
  "rx-lro-get": rxLro("rx-lro, get", { asks: "states", plan: { ways: ["get"] } }),
  "rx-lro-get-fetch": rxLro("rx-lro, get by fetch", {
    asks: "states",
    http: "fetch",
    plan: { ways: ["get"] },
  }),
  "rx-lro-get-outcomes": rxLro("rx-lro, get, outcomes only", {
    asks: "outcomes",
    plan: { ways: ["get"] },
  }),
  "rx-lro-list-states": rxLro("rx-lro, list", { asks: "states", plan: { ways: ["list", "get"] } }),
  "rx-lro-list-outcomes": rxLro("rx-lro, list, outcomes only", {
    asks: "outcomes",
    plan: { ways: ["list", "get"] },
  }),
  "rx-lro-wait": rxLro("rx-lro, wait", {
    asks: "outcomes",
    connections: 1024,
    plan: { ways: ["wait", "get"], maxHeld: 1000 },
  }),
  "rx-lro-all": rxLro("rx-lro, watchAll", { asks: "parent" }),
  "rx-lro-held": rxLro("rx-lro, no subscriber", { asks: "nothing" }),
};

function rxLro(title: string, options: RxLroOptions): ClientEntry {
  return { title, load: async () => (await import("./rx-lro.ts")).createRxLro(options) };
}

/** @throws RangeError when there is no such client. */
export function findClient(id: string): ClientEntry {
  const client = clients[id];
  if (client === undefined) throw new RangeError(`there is no client ${id}`);
  return client;
}
