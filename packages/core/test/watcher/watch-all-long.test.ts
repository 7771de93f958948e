import { describe, expect, it } from "vitest";
import { Code, createWatcher, RpcError } from "../../src/index.ts";
import {
  createScriptedOperations,
  running,
  succeeded,
  VirtualClock,
} from "../../src/testing/index.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { A, B, image, PARENT, page } from "./parent-probe.ts";
import { LISTED, namesOf } from "./plan-probe.ts";
import { record, setUp } from "./probe.ts";

const HOUR = 3_600_000;

describe("watchAll(), for a long time", () => {
  it("keeps the latest thousand of what ended and isn't listed any more", async () => {
    const names = namesOf(1100);
    const ended = names.map((name) => succeeded(name, image));
    const get = ({ name }: { readonly name: string }) => succeeded(name, image);
    const { clock, watcher } = setUp({ get: [get], list: [page(...ended), page()] }, {}, LISTED);
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(60_000);
    expect([...(all.values.at(-1)?.operations.keys() ?? [])]).toEqual(names.slice(-1000));
    all.stop();
  });

  it("asks less and less often for what ended and isn't listed any more", async () => {
    const ended = succeeded(A, image);
    const { clock, operations, watcher } = setUp(
      { get: [ended], list: [page(ended), page()] },
      {},
      LISTED,
    );
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(HOUR);
    const first = operations.count("get");
    await clock.advance(7 * HOUR);
    expect([first, operations.count("get")]).toEqual([12, 15]);
    expect(all.values.at(-1)?.operations.size).toBe(1);
    all.stop();
  });

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

  it("keeps nothing that it decoded of an operation that was removed while others watched", async () => {
    const gone = new RpcError(Code.NOT_FOUND, "no such operation");
    const { clock, watcher } = setUp(
      { get: [gone], list: [page(running(A), running(B)), page(running(B))] },
      {},
      LISTED,
    );
    const parent = watcher.watchAll(PARENT, { metadata: () => ({}) });
    const others = record(watcher.watchAll(PARENT).deltas);
    const decoded: WeakRef<object>[] = [];
    const first = parent.deltas.subscribe(({ changed }) => {
      for (const state of changed.values()) decoded.push(new WeakRef(state));
    });
    await clock.advance(0);
    first.unsubscribe();
    await clock.advance(60_000);
    const again = record(parent.deltas);
    await collectGarbage();
    expect(decoded.map((state) => state.deref())).toEqual([undefined, undefined]);
    again.stop();
    others.stop();
  });
});
