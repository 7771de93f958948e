import { createWatcher, type Operation } from "@rx-lro/core";
import { createScriptedOperations, running, succeeded, VirtualClock } from "@rx-lro/core/testing";
import { describe, expect, it } from "vitest";
import { createMonitor, type MonitorState } from "../../src/page/monitor.ts";

const alps = "projects/p/operations/alps";
const ural = "projects/p/operations/ural";

function setUp(...lists: (readonly Operation[])[]) {
  const clock = new VirtualClock();
  const operations = createScriptedOperations({
    list: lists.map((list) => ({ operations: list })),
    get: [succeeded(alps)],
    delete: [undefined],
  });
  const watcher = createWatcher(operations, { scheduler: clock });
  const monitor = createMonitor(watcher, "projects/p", { scheduler: clock });
  const states: MonitorState[] = [];
  const news: string[] = [];
  const subscription = monitor.states.subscribe((state) => states.push(state));
  subscription.add(monitor.news.subscribe((text) => news.push(text)));
  return { clock, monitor, states, news, stop: () => subscription.unsubscribe() };
}

describe("createMonitor()", () => {
  it("keeps the rows while states change, and tells the ends", async () => {
    const set = setUp([running(alps), running(ural)], [succeeded(alps), running(ural)]);
    await set.clock.advance(3000);
    const [first] = set.states;
    const last = set.states.at(-1);
    expect(first?.rows.map(({ title }) => title)).toEqual(["alps", "ural"]);
    expect(last?.tasks?.operations.get(alps)?.type).toBe("done");
    expect(last?.rows).toBe(first?.rows);
    expect(set.news).toEqual(["alps: succeeded."]);
    set.stop();
    expect(set.clock.pending).toBe(0);
  });

  it("shows no more what was deleted, before a list says so", async () => {
    const set = setUp([succeeded(alps), running(ural)]);
    await set.clock.advance(10);
    await set.monitor.delete([alps]);
    await set.clock.advance(10);
    expect(set.states.at(-1)?.rows.map(({ id }) => id)).toEqual([ural]);
    set.stop();
  });
});
