import { createWatcher, type Operation } from "@rx-lro/core";
import {
  createScriptedOperations,
  notFound,
  type OperationsScript,
  running,
  succeeded,
  VirtualClock,
} from "@rx-lro/core/testing";
import { describe, expect, it } from "vitest";
import { createMonitor } from "../../src/page/monitor.ts";
import type { Tasks } from "../../src/page/task.ts";

const alps = "projects/p/operations/alps";
const ural = "projects/p/operations/ural";

function setUp(lists: readonly (readonly Operation[])[], script: OperationsScript = {}) {
  const clock = new VirtualClock();
  const list = lists.map((operations) => ({ operations }));
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

  it("shows at once what a cancellation has made way for", async () => {
    const cancelled = { ...running(alps), done: true, error: { code: 1, message: "" } };
    const set = setUp([[running(alps)], [cancelled, running(ural)]], {
      cancel: [undefined],
      get: [cancelled],
    });
    await set.clock.advance(10);
    set.monitor.cancel([alps]);
    await set.clock.advance(10);
    expect(set.names()).toEqual([alps, ural]);
    set.stop();
  });

  it("shows no more what was deleted, as soon as the service has said so", async () => {
    const set = setUp([[succeeded(alps, { "@type": "t" }), running(ural)], [running(ural)]], {
      delete: [undefined],
      get: [notFound(alps)],
    });
    await set.clock.advance(10);
    await set.monitor.delete([alps]);
    await set.clock.advance(10);
    expect(set.names()).toEqual([ural]);
    set.stop();
  });

  it("tells what couldn't be deleted", async () => {
    const set = setUp([[running(alps)]], { delete: [notFound(alps)] });
    await set.clock.advance(10);
    await set.monitor.delete([alps]);
    await set.clock.advance(1000);
    expect(set.news).toEqual([expect.stringContaining(`${alps} couldn't be deleted`)]);
    set.stop();
  });
});
