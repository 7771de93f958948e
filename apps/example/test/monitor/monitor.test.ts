import { Code, createWatcher, type Operation, type Operations, RpcError } from "@rx-lro/core";
import {
  cancelled,
  createScriptedOperations,
  notFound,
  type OperationsScript,
  running,
  succeeded,
  VirtualClock,
} from "@rx-lro/core/testing";
import { describe, expect, it } from "vitest";
import { createMonitor } from "../../src/monitor/monitor.ts";
import type { Task, Tasks } from "../../src/monitor/task.ts";

const alps = "projects/p/operations/alps";
const ural = "projects/p/operations/ural";
const alpsTask: Task = { type: "running", name: alps };
const denied = new RpcError(Code.PERMISSION_DENIED, "not yours");

function setUp(lists: readonly (readonly Operation[] | Error)[], script: OperationsScript = {}) {
  const clock = new VirtualClock();
  const list = lists.map((each) => (each instanceof Error ? each : { operations: each }));
  const operations = createScriptedOperations({ list, ...script });
  const watcher = createWatcher(operations, { scheduler: clock });
  const monitor = createMonitor(watcher, "projects/p", { scheduler: clock });
  const states: Tasks[] = [];
  const news: string[] = [];
  const subscription = monitor.states.subscribe((state) => states.push(state));
  subscription.add(monitor.news.subscribe((text) => news.push(text)));
  const names = () => [...(states.at(-1)?.operations.keys() ?? [])];
  return {
    clock,
    monitor,
    operations,
    states,
    news,
    names,
    stop: () => subscription.unsubscribe(),
  };
}

describe("createMonitor()", () => {
  it("tells the ends", async () => {
    const both = [running(alps), running(ural)];
    const set = setUp([both, [succeeded(alps), running(ural)]], { get: [succeeded(alps)] });
    await set.clock.advance(3000);
    expect(set.states.at(-1)?.operations.get(alps)?.type).toBe("done");
    expect(set.news).toEqual(["alps: succeeded."]);
    set.stop();
    expect(set.clock.pending).toBe(0);
  });

  it("shows at once what was started", async () => {
    const set = setUp([[running(alps)], [running(alps), running(ural)]]);
    await set.clock.advance(10);
    set.monitor.refresh();
    await set.clock.advance(0);
    expect(set.names()).toEqual([alps, ural]);
    set.stop();
  });

  it("shows at once an operation that a cancellation made way for", async () => {
    const set = setUp([[running(alps)], [cancelled(alps), running(ural)]], {
      cancel: [undefined],
      get: [cancelled(alps)],
    });
    await set.clock.advance(10);
    set.monitor.cancel([alpsTask]);
    await set.clock.advance(10);
    expect(set.names()).toEqual([alps, ural]);
    set.stop();
  });

  it("tells once what a cancellation led to, however often it was asked for", async () => {
    const set = setUp([[running(alps)], [cancelled(alps)]], {
      cancel: [undefined],
      get: [cancelled(alps)],
    });
    await set.clock.advance(10);
    set.monitor.cancel([alpsTask]);
    set.monitor.cancel([alpsTask]);
    await set.clock.advance(3000);
    expect(set.news).toEqual(["alps: cancellation: cancelled, the service says so."]);
    set.stop();
  });

  it("tells what a cancellation led to although contact is lost", async () => {
    const set = setUp([[running(alps)], denied], { cancel: [denied], get: [denied] });
    await set.clock.advance(3000);
    expect(set.states.at(-1)?.type).toBe("lost");
    set.monitor.cancel([alpsTask]);
    await set.clock.advance(3000);
    expect(set.news).toEqual(["alps: cancellation: refused, it runs on."]);
    const last = set.states.at(-1);
    expect(last?.type).toBe("lost");
    expect(last?.operations.get(alps)).toMatchObject({ type: "lost", reason: "denied" });
    set.stop();
  });

  it("tells at once that contact was lost before a cancellation was settled", async () => {
    const set = setUp([[running(alps)], denied], { cancel: [undefined], get: [denied] });
    await set.clock.advance(10);
    set.monitor.cancel([alpsTask]);
    await set.clock.advance(30_000);
    expect(set.news).toEqual(["alps: cancellation: asked for, but the end wasn’t seen."]);
    expect(set.states.at(-1)?.type).toBe("lost");
    set.stop();
    expect(set.clock.pending).toBe(0);
  });

  it.each(["refresh", "cancel"] as const)(
    "looks again after contact was lost, on %s()",
    async (act) => {
      const set = setUp([[running(alps)], denied, [running(alps), running(ural)]], {
        cancel: [undefined],
        get: [running(alps)],
      });
      await set.clock.advance(3000);
      expect(set.states.at(-1)?.type).toBe("lost");
      const looks = set.operations.count("list");
      set.monitor[act]([alpsTask]);
      await set.clock.advance(0);
      expect(set.operations.count("list")).toBe(looks + 1);
      expect(set.states.at(-1)?.type).toBe("watching");
      expect(set.names()).toEqual([alps, ural]);
      set.stop();
    },
  );

  it("stops showing a deleted operation as soon as the service says that it is gone", async () => {
    const set = setUp([[succeeded(alps, { "@type": "t" }), running(ural)], [running(ural)]], {
      delete: [undefined],
      get: [notFound(alps)],
    });
    await set.clock.advance(10);
    set.monitor.delete([alpsTask]);
    await set.clock.advance(10);
    expect(set.names()).toEqual([ural]);
    set.stop();
  });

  it("tells what couldn't be deleted, unless it was gone already", async () => {
    const set = setUp([[running(alps), running(ural)]], { delete: [denied, notFound(ural)] });
    await set.clock.advance(10);
    set.monitor.delete([alpsTask, { ...alpsTask, name: ural }]);
    await set.clock.advance(1000);
    expect(set.news).toEqual(["alps couldn’t be deleted: [PERMISSION_DENIED] not yours."]);
    set.stop();
  });

  it("leaves connections for looks while it deletes many", async () => {
    let open = 0;
    let most = 0;
    let deleted = 0;
    const operations: Operations = {
      ...createScriptedOperations({ list: [{ operations: [] }] }),
      async deleteOperation() {
        open += 1;
        most = Math.max(most, open);
        await Promise.resolve();
        open -= 1;
        deleted += 1;
      },
    };
    const clock = new VirtualClock();
    const watcher = createWatcher(operations, { scheduler: clock });
    const monitor = createMonitor(watcher, "projects/p", { scheduler: clock });
    monitor.delete(Array.from({ length: 20 }, () => alpsTask));
    monitor.delete([]);
    await clock.advance(0);
    expect([most, deleted]).toEqual([4, 20]);
  });
});
