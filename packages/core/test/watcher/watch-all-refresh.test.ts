import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { running } from "../../src/testing/index.ts";
import { A, B, inBrief, PARENT, page } from "./parent-probe.ts";
import { record, setUp } from "./probe.ts";

describe("refresh()", () => {
  it("looks at once, for all who watch", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A)), page(running(A), running(B))],
    });
    const all = watcher.watchAll(PARENT);
    const states = [all, watcher.watchAll(PARENT)].map(record);
    await clock.advance(100);
    all.refresh();
    await clock.advance(0);
    for (const { values } of states) {
      expect(inBrief(values)).toEqual(["a:running", "a:running b:running"]);
    }
    expect(operations.count("list")).toBe(2);
    for (const recording of states) recording.stop();
    expect(clock.pending).toBe(0);
  });

  it("follows a look that began too early by one more, however often it is called", async () => {
    const { clock, operations, watcher } = setUp({
      list: [() => clock.delay(50).then(() => page(running(A))), page(running(A), running(B))],
    });
    const all = watcher.watchAll(PARENT);
    const states = record(all);
    await clock.advance(10);
    all.refresh();
    all.refresh();
    await clock.advance(39);
    expect(operations.count("list")).toBe(1);
    await clock.advance(1);
    expect(inBrief(states.values)).toEqual(["a:running", "a:running b:running"]);
    await clock.advance(900);
    expect(operations.count("list")).toBe(2);
    states.stop();
  });

  it("waits as long as the service asked", async () => {
    const busy = new RpcError(Code.RESOURCE_EXHAUSTED, "busy", { retryDelayMs: 5000 });
    const { clock, operations, watcher } = setUp({ list: [busy, page(running(A))] });
    const all = watcher.watchAll(PARENT);
    const states = record(all);
    await clock.advance(0);
    all.refresh();
    await clock.advance(4999);
    expect(operations.count("list")).toBe(1);
    await clock.advance(1);
    expect(operations.count("list")).toBe(2);
    states.stop();
  });

  it("requests nothing without a subscriber, and looks at once for the next one", async () => {
    const { clock, operations, watcher } = setUp({ list: [page(running(A))] });
    const all = watcher.watchAll(PARENT);
    all.refresh();
    await clock.advance(5000);
    expect([operations.count("list"), clock.pending]).toEqual([0, 0]);
    record(all).stop();
    const before = operations.count("list");
    await clock.advance(100);
    all.refresh();
    expect(clock.pending).toBe(0);
    const states = record(all);
    await clock.advance(0);
    expect(operations.count("list")).toBe(before + 1);
    states.stop();
  });
});
