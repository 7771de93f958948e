import { BehaviorSubject, EMPTY, switchMap } from "rxjs";
import { describe, expect, it } from "vitest";
import { running, succeeded } from "../../src/testing/index.ts";
import { collectGarbage, countObjects } from "./collect-garbage.ts";
import { LISTED } from "./plan-probe.ts";
import { brief, NAME, never, record, runs, setUp } from "./probe.ts";

describe("coming and going", () => {
  it("ends the request and the timer at once with the last subscriber", async () => {
    const { clock, operations, watcher } = setUp({
      get: [running(NAME), never],
    });
    const watch = watcher.watch(NAME);
    const [first, second] = [record(watch.states), record(watch.states)];
    await clock.advance(1000);
    first.stop();
    expect([operations.open, clock.pending]).toEqual([1, 1]);
    second.stop();
    await clock.advance(0);
    expect(operations.calls.at(-1)?.options.signal?.aborted).toBe(true);
    expect([operations.open, clock.pending]).toEqual([0, 0]);
    await clock.advance(60_000);
    expect(operations.count("get")).toBe(2);
  });

  it("is one loop, however often somebody subscribes within one delay", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const watch = watcher.watch(NAME);
    record(watch.states).stop();
    for (let time = 0; time < 900; time += 30) {
      record(watch.states).stop();
      await clock.advance(30);
    }
    const states = record(watch.states);
    await clock.advance(110);
    expect(operations.count("get")).toBeLessThanOrEqual(2);
    states.stop();
  });

  it("sends one request for subscribing, leaving and subscribing in one turn", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] });
    const watch = watcher.watch(NAME);
    record(watch.states).stop();
    const states = record(watch.states);
    await clock.advance(0);
    expect([operations.count("get"), states.values.length]).toEqual([1, 1]);
    states.stop();
  });

  it("leaves nothing in memory, however often somebody comes and goes", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)] });
    const watch = watcher.watch(NAME);
    record(watch.states).stop();
    await clock.advance(0);
    const before = await countObjects();
    for (let time = 0; time < 1000; time += 1) watch.states.subscribe().unsubscribe();
    await clock.advance(0);
    expect((await countObjects()) - before).toBeLessThan(100);
  });

  it("leaves no more in memory, however many names come and go", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME)] }, { remember: 0 });
    let names = 0;
    const comeAndGo = async () => {
      for (const end = names + 2000; names < end; names += 1) {
        watcher.watch(`${NAME}-${names}`).states.subscribe().unsubscribe();
      }
      await clock.advance(0);
      return await countObjects();
    };
    await comeAndGo();
    const before = await comeAndGo();
    expect((await comeAndGo()) - before).toBeLessThan(100);
  });

  it("looks at a name by one loop, however many others came and went since", async () => {
    const { clock, operations, watcher } = setUp({ get: [running(NAME)] }, { remember: 0 });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(0);
    for (let id = 0; id < 5000; id += 1) {
      watcher.watch(`${NAME}-${id}`).states.subscribe().unsubscribe();
    }
    await clock.advance(0);
    const others = record(watcher.watch(NAME).states);
    expect([others.values, operations.count("get")]).toEqual([states.values, 1]);
    states.stop();
    others.stop();
  });

  it("forgets parents whose operations nobody watches or remembers", async () => {
    const { clock, watcher } = setUp({ get: [runs] }, { remember: 0 }, LISTED);
    const parents = Array.from({ length: 5 }, (_, index) => `projects/${index}`);
    for (const parent of parents) {
      const states = record(watcher.watch(`${parent}/operations/o`).states);
      await clock.advance(0);
      states.stop();
    }
    expect([...watcher.plan.lists.keys()]).toEqual(parents);
    await collectGarbage();
    expect(watcher.plan.lists.size).toBe(0);
  });

  it("works with switchMap: polling starts again for whoever comes back", async () => {
    const { clock, watcher } = setUp({ get: [running(NAME), running(NAME), succeeded(NAME)] });
    const isShown = new BehaviorSubject(true);
    const watch = watcher.watch(NAME);
    const states = record(isShown.pipe(switchMap((shown) => (shown ? watch.states : EMPTY))));
    await clock.advance(500);
    isShown.next(false);
    await clock.advance(60_000);
    isShown.next(true);
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["running", "running", "done.succeeded"]);
  });

  it("looks at a name by one loop even if somebody holds an operation that ended and was forgotten", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [succeeded(NAME), ({ name }) => (name === NAME ? never() : succeeded(name))] },
      { remember: 0 },
    );
    const held = watcher.watch(NAME);
    record(held.states);
    await clock.advance(0);
    const second = record(watcher.watch(NAME).states);
    await clock.advance(0);
    record(held.states);
    const third = record(watcher.watch(NAME).states);
    await clock.advance(0);
    expect(operations.open).toBe(1);
    second.stop();
    third.stop();
  });

  it("remembers the latest `remember` ended operations that nobody holds, and no others", async () => {
    const { clock, operations, watcher } = setUp({ get: [succeeded(NAME)] }, { remember: 2 });
    const looksAt = async (name: string) => {
      const before = operations.count("get");
      record(watcher.watch(name).states);
      await clock.advance(0);
      return operations.count("get") - before;
    };
    const [first, second, third] = ["operations/1", "operations/2", "operations/3"] as const;
    for (const name of [first, second, first, third]) await looksAt(name);
    await collectGarbage();
    const looks = [];
    for (const name of [first, third, second]) looks.push(await looksAt(name));
    expect(looks).toEqual([0, 0, 1]);
  });

  it("never looks twice at a time, even if an answer is slow", async () => {
    const { clock, operations, watcher } = setUp({ get: [never] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(29_999);
    expect(operations.calls.length).toBe(1);
    states.stop();
  });
});
