import { describe, expect, it } from "vitest";
import { Code, createWatcher, RpcError } from "../../src/index.ts";
import { createScriptedOperations, succeeded, VirtualClock } from "../../src/testing/index.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { A, image, PARENT, page } from "./parent-probe.ts";
import { LISTED, namesOf } from "./plan-probe.ts";
import { record } from "./probe.ts";

describe("watchAll(), for a long time", () => {
  it("keeps nothing of ends that were gone before a get could settle them", async () => {
    const clock = new VirtualClock();
    let looks = 0;
    const operations = {
      ...createScriptedOperations({}, LISTED),
      listOperations: async () => {
        looks += 1;
        const rows = namesOf(1000, `${PARENT}-${looks}`).map((name) => ({ name, done: true }));
        return page({ name: A, done: true }, ...rows);
      },
      getOperation: async ({ name }: { readonly name: string }) => {
        if (name === A) return succeeded(A, image);
        throw new RpcError(Code.NOT_FOUND, "no such operation");
      },
    };
    const watcher = createWatcher(operations, { scheduler: clock });
    const all = record(watcher.watchAll(PARENT).deltas);
    const sizes: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      await clock.advance(20_000);
      await collectGarbage();
      sizes.push(process.memoryUsage().heapUsed);
    }
    expect((sizes[11] ?? 0) - (sizes[5] ?? 0)).toBeLessThan(500_000);
    all.stop();
  });
});
