import { setTimeout as sleep } from "node:timers/promises";
import type { End } from "../server/operation-set.ts";
import type { Client, CreateClient } from "./client.ts";
import { endOf, type Page } from "./operation.ts";
import { SOCKETS } from "./sockets.ts";
import { createUndiciJson } from "./undici-json.ts";

/**
 * The smallest loop that polls by list: reads all pages of the parent on undici's pool, one after the other, until every
 * operation has ended; knows nothing of failures.
 */
function createListLoop(fields: string): CreateClient {
  return ({ baseUrl, intervalMs }) => {
    const call = createUndiciJson(baseUrl, SOCKETS);
    const watch: Client["watch"] = async (names, onEnd) => {
      const [parent] = (names[0] ?? "").split("/operations/");
      const waiting = new Set(names);
      const readPage = async (token: string) => {
        const path = `/v1/${parent}/operations?pageSize=1000${fields}&pageToken=${token}`;
        const { operations, nextPageToken } = await call<Page>(path);
        for (const operation of operations) {
          const { name, done } = operation;
          if (done && waiting.delete(name)) onEnd(name, endOf(operation));
        }
        return nextPageToken;
      };
      while (waiting.size > 0) {
        let token = await readPage("");
        while (token && waiting.size > 0) token = await readPage(token);
        if (waiting.size > 0 && intervalMs > 0) await sleep(intervalMs);
      }
    };
    return {
      watch,
      async cancel(name) {
        await call(`/v1/${name}:cancel`, "POST");
        return undefined;
      },
    };
  };
}

/** Asks only for what shows an end. */
export const createMaskedListLoop = createListLoop(
  "&fields=operations(name,done,error,response),nextPageToken",
);

/** The same with a promise for each operation, so that each can be awaited by itself; nothing else of what that takes. */
export const createPromisedListLoop: CreateClient = (options) => {
  const loop = createMaskedListLoop(options);
  return {
    ...loop,
    watch(names, onEnd) {
      const ends = new Map<string, (end: End) => void>();
      const ended = (name: string) => new Promise<End>((resolve) => ends.set(name, resolve));
      const told = names.map(async (name) => onEnd(name, await ended(name)));
      return Promise.all([...told, loop.watch(names, (name, end) => ends.get(name)?.(end))]);
    },
  };
};

/** Asks for everything that the service sends. */
export const createWholeListLoop = createListLoop("");
