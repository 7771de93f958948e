import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { cancelled, notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { A, B, C, image, inBrief, PARENT, page } from "./parent-probe.ts";
import { namesOf, stopAll } from "./plan-probe.ts";
import { never, record, setUp } from "./probe.ts";

describe("watchAll(), where the list isn't the judge", () => {
  it("learns by get how an operation that the filter drops has ended", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(B))],
      get: [succeeded(A, image)],
    });
    const states = record(watcher.watchAll(PARENT, { filter: "done = false" }));
    await clock.advance(10_000);
    expect(inBrief(states.values)).toEqual(["a:running b:running", "a:done.succeeded b:running"]);
    const { options } = operations.calls.find(({ method }) => method === "get") ?? {};
    expect(options).toMatchObject({ retry: false, timeoutMs: 30_000 });
    states.stop();
  });

  it("drops a running operation that the filter no longer lets through", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(B))],
      get: [running(A)],
    });
    const states = record(watcher.watchAll(PARENT, { filter: 'metadata.state = "PENDING"' }));
    await clock.advance(10_000);
    expect(inBrief(states.values)).toEqual(["a:running b:running", "b:running"]);
    states.stop();
  });

  it("shows nothing more of what it has dropped, whatever becomes of that", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(B))],
      get: [running(A), running(A, { step: 1 }), succeeded(A, image)],
    });
    const states = record(watcher.watchAll(PARENT, { filter: 'metadata.state = "PENDING"' }));
    await clock.advance(1000);
    const other = record(watcher.watch(A).states);
    await clock.advance(10_000);
    expect(other.isComplete).toBe(true);
    expect(inBrief(states.values)).toEqual(["a:running b:running", "b:running"]);
    states.stop();
  });

  it("keeps the latest thousand ends that the filter drops", async () => {
    const names = namesOf(1002);
    const { clock, operations, watcher } = setUp({
      list: [page(...names.map((name) => succeeded(name, image))), page()],
    });
    const deltas = record(watcher.watchAll(PARENT, { filter: "metadata.recent = true" }).deltas);
    await clock.advance(10_000);
    expect(deltas.values.map(({ changed, removed }) => [changed.size, [...removed]])).toEqual([
      [1002, []],
      [0, names.slice(0, 2)],
    ]);
    expect(operations.count("get")).toBe(0);
    deltas.stop();
  });

  it("believes a bare end in a list once a get has agreed, and shows nothing before", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(succeeded(A), succeeded(B), running(C))],
      get: [({ name }) => succeeded(name)],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(60_000);
    expect(inBrief(states.values).at(-1)?.split(" ").toSorted()).toEqual([
      "a:done.succeeded",
      "b:done.succeeded",
      "c:running",
    ]);
    expect(operations.count("get")).toBe(2);
    states.stop();
  });

  it("asks for each bare end when the list has left a result out", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), succeeded(B)), page(succeeded(A), succeeded(B))],
      get: [({ name }) => cancelled(name)],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(60_000);
    expect(inBrief(states.values).at(-1)).toBe("a:done.cancelled b:done.cancelled");
    expect(operations.count("get")).toBe(2);
    states.stop();
  });

  it("doesn't take an error in the list as proof that results are in it", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(cancelled(A), succeeded(B))],
      get: [succeeded(B, image)],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(0);
    expect(states.values.at(-1)?.operations.get(B)).toMatchObject({
      outcome: { type: "succeeded", response: image },
    });
    expect(operations.count("get")).toBe(1);
    states.stop();
  });

  it("concludes nothing from a row that can't be read", async () => {
    const odd = { name: A, done: "false" } as never;
    const { clock, watcher } = setUp({
      list: [page(odd, running(B)), page(running(A), running(B))],
      get: [unavailable()],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(2500);
    expect(inBrief(states.values).at(-1)?.split(" ").toSorted()).toEqual([
      "a:running",
      "b:running",
    ]);
    states.stop();
  });

  it("settles every missing operation in its turn, eight at a time", async () => {
    const names = namesOf(20);
    const { clock, operations, watcher } = setUp({
      list: [page(...names.map((name) => running(name))), page()],
      get: [({ name }) => clock.delay(100).then(() => Promise.reject(notFound(name)))],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(1000);
    expect(operations.open).toBe(8);
    await clock.advance(100);
    expect([operations.open, states.values.at(-1)?.operations.size]).toEqual([8, 12]);
    await clock.advance(200);
    expect([operations.open, states.values.at(-1)?.operations.size]).toEqual([0, 0]);
    expect(operations.count("get")).toBe(20);
    states.stop();
  });

  it("asks once at a time for what is missing", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(A))],
      get: [never],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(10_000);
    expect(operations.count("list")).toBeGreaterThan(2);
    expect(operations.count("get")).toBe(1);
    states.stop();
  });

  it("asks for eight at a time, and for none that is listed again", async () => {
    const names = namesOf(20);
    const listed = (from: number, to = from + 1) =>
      page(...names.slice(from, to).map((name) => running(name)));
    const { clock, operations, watcher } = setUp({
      list: [listed(0, 20), page(), page(), listed(0), listed(9, 20), listed(0, 20)],
      get: [never],
    });
    const all = watcher.watchAll(PARENT);
    const states = record(all);
    const asked: number[][] = [];
    for (let look = 0; look < 6; look += 1) {
      await clock.advance(0);
      asked.push([operations.open, operations.count("get")]);
      all.refresh();
    }
    expect(asked).toEqual([
      [0, 0],
      [8, 8],
      [8, 8],
      [8, 9],
      [8, 9],
      [0, 9],
    ]);
    states.stop();
  });

  it("tells together what one turn of gets has settled", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B), running(C)), page(succeeded(A), running(C))],
      get: [({ name }) => (name === A ? succeeded(A) : Promise.reject(notFound(name)))],
    });
    const all = watcher.watchAll(PARENT);
    const [states, deltas] = [record(all), record(all.deltas)];
    await clock.advance(10_000);
    expect(inBrief(states.values)).toEqual([
      "a:running b:running c:running",
      "a:done.succeeded c:running",
    ]);
    expect(
      deltas.values.map(({ changed, removed }) => [[...changed.keys()], [...removed]]),
    ).toEqual([
      [[A, B, C], []],
      [[A], [B]],
    ]);
    stopAll([states, deltas]);
  });

  it("leaves an end without a result to who looks at it anyway", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(A), succeeded(B))],
      get: [running(B)],
    });
    const [parent, states] = [record(watcher.watchAll(PARENT)), record(watcher.watch(B).states)];
    await clock.advance(1800);
    expect([operations.count("get"), operations.count("list")]).toEqual([2, 2]);
    stopAll([parent, states]);
  });

  it("takes no failed get for a fact about what has ended", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(succeeded(A, image)), page()],
      get: [unavailable()],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(10_000);
    expect(operations.count("get")).toBeGreaterThan(0);
    expect(inBrief(states.values)).toEqual(["a:done.succeeded"]);
    states.stop();
  });

  it("holds nothing that it has dropped, and nothing at all once nobody is left", async () => {
    const { clock, watcher } = setUp(
      { list: [page(running(A), running(B)), page(running(A))], get: [notFound(B)] },
      { remember: 0 },
    );
    const states = record(watcher.watchAll(PARENT).deltas);
    await clock.advance(10_000);
    await clock.advance(0);
    await collectGarbage();
    expect([A, B].map((name) => watcher.watch(name).state?.type)).toEqual(["running", undefined]);
    states.stop();
    await clock.advance(0);
    await collectGarbage();
    expect(watcher.watch(A).state).toBeUndefined();
  });

  it("asks ever less often for what is missing and lives, until it is listed again", async () => {
    const at: number[] = [];
    const get = ({ name }: { readonly name: string }) => {
      at.push(clock.now());
      return running(name);
    };
    const list = () => (clock.now() % 7000 ? page(running(A)) : page(running(A), running(B)));
    const { clock, watcher } = setUp({ list: [list], get: [get] });
    const all = watcher.watchAll(PARENT);
    const states = record(all);
    for (let time = 0; time < 8000; time += 100) {
      all.refresh();
      await clock.advance(100);
    }
    expect(at).toEqual([100, 1100, 2600, 4900, 7100]);
    states.stop();
  });

  it("leaves a missing operation to who looks at it anyway", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(A))],
      get: [running(B)],
    });
    const [parent, states] = [record(watcher.watchAll(PARENT)), record(watcher.watch(B).states)];
    await clock.advance(3000);
    expect([operations.count("get"), operations.count("list")]).toEqual([3, 3]);
    parent.stop();
    states.stop();
  });

  it("asks about a missing operation that is watched too where a filter may have dropped it", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(A))],
      get: [running(B)],
    });
    const parent = record(watcher.watchAll(PARENT, { filter: "state = QUEUED" }));
    const states = record(watcher.watch(B).states);
    await clock.advance(3000);
    expect(inBrief(parent.values)).toEqual(["a:running b:running", "a:running"]);
    expect(states.isComplete).toBe(false);
    parent.stop();
    states.stop();
  });

  it.each([
    ["that it is gone", () => Promise.reject(notFound(A))],
    ["that it lives, so that the filter must have dropped it", () => running(A)],
  ])("doesn't hear, of what is listed again, %s", async (_what, answer) => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A)), page(), page(running(A))],
      get: [() => clock.delay(1000).then(answer)],
    });
    const parent = watcher.watchAll(PARENT, { filter: "state = QUEUED" });
    const states = record(parent);
    await clock.advance(1100);
    expect(operations.open).toBe(1);
    parent.refresh();
    await clock.advance(1000);
    expect(inBrief(states.values)).toEqual(["a:running"]);
    expect(operations.open).toBe(0);
    states.stop();
  });

  it("asks again for what was asked for when everybody left", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(A))],
      get: [never, notFound(B)],
    });
    const all = watcher.watchAll(PARENT);
    const before = record(all);
    await clock.advance(1500);
    before.stop();
    await clock.advance(10_000);
    const after = record(all);
    await clock.advance(1000);
    expect(inBrief(after.values)).toEqual(["a:running b:running", "a:running"]);
    after.stop();
  });

  it("asks for nothing when the last one leaves while an operation of the list is told", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), page(succeeded(A, image))],
      get: [({ name }) => (name === A ? running(A) : never())],
    });
    const parent = record(watcher.watchAll(PARENT));
    const states = watcher.watch(A).states.subscribe(({ type }) => {
      if (type === "done") parent.stop();
    });
    await clock.advance(5000);
    expect([states.closed, operations.open, clock.pending]).toEqual([true, 0, 0]);
  });

  it("tells when a get that was to settle it fails, instead of hiding the operation", async () => {
    const { clock, watcher } = setUp({
      list: [page(succeeded(A))],
      get: [new RpcError(Code.PERMISSION_DENIED, "no")],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(1000);
    expect(states.values.at(-1)?.operations.get(A)).toMatchObject({
      type: "running",
      pollError: { code: 7 },
    });
    states.stop();
  });

  it("leaves why contact with an operation was lost, when a get that was to settle it fails too", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, watcher } = setUp({
      list: [page(running(A)), page()],
      get: [denied, unavailable()],
    });
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(500);
    const states = record(watcher.watch(A).states);
    await clock.advance(10_000);
    const lost = { type: "lost", reason: "denied", error: denied };
    expect(states.values.at(-1)).toMatchObject(lost);
    expect(parent.values.at(-1)?.operations.get(A)).toMatchObject(lost);
    parent.stop();
  });

  it("doesn't judge a refused cancellation: that is for a get", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A))],
      cancel: [new RpcError(Code.FAILED_PRECONDITION, "ended")],
      get: [() => clock.delay(3000).then(() => succeeded(A, image))],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(500);
    const cancel = record(watcher.watch(A).cancel());
    await clock.advance(10_000);
    expect(cancel.values.map(({ type }) => type)).toEqual(["completed"]);
    states.stop();
  });
});
