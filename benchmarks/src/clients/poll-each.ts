import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "./client.ts";
import { endOf, type Operation } from "./operation.ts";

/** One loop per operation: look, and sleep until the next look. */
export function pollEach(
  intervalMs: number,
  look: (name: string) => Promise<Operation>,
): Client["watch"] {
  return (names, onEnd) =>
    Promise.all(
      names.map(async (name) => {
        for (;;) {
          const operation = await look(name);
          if (operation.done) return onEnd(name, endOf(operation));
          if (intervalMs > 0) await sleep(intervalMs);
        }
      }),
    );
}
