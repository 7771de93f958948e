import { take } from "rxjs";
import { describe, expect, it } from "vitest";
import { Code, type ParentState, RpcError } from "../../src/index.ts";
import { running } from "../../src/testing/index.ts";
import { A, B, C, inBrief, PARENT, page } from "./parent-probe.ts";
import { namesOf, stopAll } from "./plan-probe.ts";
import { never, type Recording, record, setUp } from "./probe.ts";

describe("watchAll(), for several who watch the same", () => {
  it("goes on for the others when one leaves", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A)), page(running(A), running(B))],
    });
    const [first, second] = [watcher.watchAll(PARENT), watcher.watchAll(PARENT)].map((all) =>
      record(all),
    );
    await clock.advance(500);
    first?.stop();
    await clock.advance(500);
    expect(inBrief(first?.values ?? [])).toEqual(["a:running"]);
    expect(inBrief(second?.values ?? [])).toEqual(["a:running", "a:running b:running"]);
    second?.stop();
    await clock.advance(60_000);
    expect([operations.count("list"), clock.pending]).toEqual([2, 0]);
  });

  it("tells each of them what changes once", async () => {
    const { clock, watcher } = setUp({ list: [page(running(A))], cancel: [never] });
    const all = watcher.watchAll(PARENT);
    const early = [record(all), record(all)];
    await clock.advance(0);
    const late = record(all);
    watcher.watch(A).cancel();
    await clock.advance(0);
    for (const { values } of [...early, late]) {
      expect(inBrief(values)).toEqual(["a:running", "a:cancelling.requesting"]);
    }
    stopAll([...early, late]);
  });

  it("tells once what changes to who comes back", async () => {
    const { clock, watcher } = setUp({ list: [page(running(A))], cancel: [never] });
    const all = watcher.watchAll(PARENT);
    const before = record(all);
    await clock.advance(0);
    before.stop();
    const after = record(all);
    watcher.watch(A).cancel();
    await clock.advance(0);
    expect(inBrief(after.values)).toEqual(["a:running", "a:cancelling.requesting"]);
    after.stop();
  });

  it("tells together what another list shows", async () => {
    const names = namesOf(20);
    const { clock, operations, watcher } = setUp({
      list: [() => page(...names.map((name) => running(name, { at: clock.now() })))],
    });
    const filtered = watcher.watchAll(PARENT, { filter: "done=false" });
    const recordings = [record(watcher.watchAll(PARENT)), record(filtered.deltas)];
    await clock.advance(60_000);
    for (const { values } of recordings) {
      expect(values.length).toBeLessThanOrEqual(operations.count("list"));
    }
    stopAll(recordings);
  });

  it("tells what has changed before who comes in the same turn is told all", async () => {
    const { clock, watcher } = setUp({ list: [page(running(A))], cancel: [never] });
    const all = watcher.watchAll(PARENT);
    const early = record(all);
    await clock.advance(0);
    watcher.watch(A).cancel();
    const late = record(all);
    await clock.advance(0);
    expect(inBrief(early.values)).toEqual(["a:running", "a:cancelling.requesting"]);
    expect(inBrief(late.values)).toEqual(["a:cancelling.requesting"]);
    stopAll([early, late]);
  });

  it("tells everybody in order when one who is told cancels and another comes", async () => {
    const { clock, watcher } = setUp({ list: [page(running(A))], cancel: [never] });
    const all = watcher.watchAll(PARENT);
    const late: Recording<ParentState>[] = [];
    const first = all.pipe(take(1)).subscribe(() => {
      watcher.watch(A).cancel();
      late.push(record(all));
    });
    const second = record(all);
    await clock.advance(0);
    expect(inBrief(second.values)).toEqual(["a:running", "a:cancelling.requesting"]);
    first.unsubscribe();
    stopAll([second, ...late]);
  });

  it("tells all at once to who comes while the first look is read", async () => {
    const { clock, watcher } = setUp({ get: [never], list: [page(running(A), running(B))] });
    const all = watcher.watchAll(PARENT);
    const first = record(all);
    const later: Recording<ParentState>[] = [];
    const states = watcher.watch(A).states.subscribe(() => later.push(record(all)));
    await clock.advance(0);
    expect(later.map(({ values }) => inBrief(values))).toEqual([["a:running b:running"]]);
    states.unsubscribe();
    stopAll([first, ...later]);
  });

  it("tells all to who comes back while the first look is read", async () => {
    const { clock, watcher } = setUp({
      get: [never],
      list: [page(running(A), running(B), running(C))],
    });
    const all = watcher.watchAll(PARENT);
    const later: Recording<ParentState>[] = [];
    const first = record(all);
    const states = watcher.watch(A).states.subscribe(first.stop);
    states.add(watcher.watch(C).states.subscribe(() => later.push(record(all))));
    await clock.advance(0);
    expect(later.map(({ values }) => inBrief(values))).toEqual([["a:running b:running c:running"]]);
    states.unsubscribe();
    stopAll(later);
  });

  it("looks at once for who subscribes after contact was lost, with a fresh budget", async () => {
    const away = new RpcError(Code.UNAVAILABLE, "away");
    const { clock, operations, watcher } = setUp({ list: [page(running(A)), away] });
    const all = watcher.watchAll(PARENT);
    const states = record(all);
    await clock.advance(400_000);
    expect(inBrief(states.values).at(-1)).toBe("a:running lost.unreachable");
    const looks = operations.count("list");
    const again = record(all);
    await clock.advance(0);
    expect(operations.count("list")).toBe(looks + 1);
    await clock.advance(280_000);
    expect([inBrief(again.values).at(-1), again.isComplete]).toEqual(["a:running !", false]);
    again.stop();
  });
});
