import type { CreateClient } from "./client.ts";
import { endOf, type Operation, type Page } from "./operation.ts";
import { SOCKETS } from "./sockets.ts";
import { createUndiciJson } from "./undici-json.ts";

/** Reads all operations once and keeps them as parsed: the memory that the operations alone need. */
export const createClient: CreateClient = ({ baseUrl }) => {
  const call = createUndiciJson(baseUrl, SOCKETS);
  const kept: Operation[] = [];
  return {
    async watch(names, onEnd) {
      const [parent] = (names[0] ?? "").split("/operations/");
      let token: string | undefined = "";
      while (token !== undefined) {
        const page: Page = await call(`/v1/${parent}/operations?pageToken=${token}`);
        for (const operation of page.operations) {
          kept.push(operation);
          if (operation.done) onEnd(operation.name, endOf(operation));
        }
        token = page.nextPageToken;
      }
    },
    cancel: () => Promise.reject(new TypeError("nothing is watched")),
  };
};
