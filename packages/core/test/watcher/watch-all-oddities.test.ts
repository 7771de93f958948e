import { Subscription } from "rxjs";
import { describe, expect, it } from "vitest";
import { Code, type OperationState, RpcError } from "../../src/index.ts";
import { notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image, inBrief, PARENT, page } from "./parent-probe.ts";
import { LISTED, sent, stopAll } from "./plan-probe.ts";
import { brief, never, record, setUp } from "./probe.ts";

describe("watchAll(), in odd cases", () => {
  it("skips rows whose name isn't a string", async () => {
    const odd = { ...running(A), name: 5 as never };
    const { clock, operations, watcher } = setUp({ list: [page(odd, running(B))] }, {}, LISTED);
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(10_000);
    expect([...(all.values.at(-1)?.operations.keys() ?? [])]).toEqual([B]);
    expect(operations.count("get")).toBe(0);
    all.stop();
  });

  it("takes a look that is never answered for failed, after the time for ten pages", async () => {
    const { clock, watcher } = setUp({ list: [never] });
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(299_999);
    expect(all.values).toEqual([]);
    await clock.advance(1);
    expect(all.values[0]?.pollError?.message).toBe(
      `[DEADLINE_EXCEEDED] no answer within 300 s to a look at ${PARENT}`,
    );
    all.stop();
  });

  it("tells nothing that was asked for before what is known already", async () => {
    const older = page(running(A, { progress: 0.1 }));
    const newer = running(A, { progress: 0.5 });
    const { clock, watcher } = setUp(
      { get: [newer], list: [() => clock.delay(500).then(() => older), never] },
      {},
      LISTED,
    );
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(100);
    const states = record(watcher.watch(A).states);
    await clock.advance(500);
    expect(states.values.map(({ progress }) => progress)).toEqual([0.5]);
    expect(all.values.map(({ operations }) => operations.get(A)?.progress)).toEqual([0.5]);
    states.stop();
    all.stop();
  });

  it("doesn't bring back what is gone by a row that was asked for before", async () => {
    const late = () => clock.delay(900).then(() => page(running(A)));
    const { clock, watcher } = setUp(
      { get: [running(A), notFound(A)], list: [page(running(A)), late, page()] },
      {},
      LISTED,
    );
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(900);
    const states = record(watcher.watch(A).states);
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["running", "lost.gone"]);
    expect(inBrief(all.values)).toEqual(["a:running", "a:lost.gone", ""]);
    all.stop();
  });

  it("doesn't lose what it shows by a get that was asked for before and didn't find it yet", async () => {
    const late = () => clock.delay(300).then(() => Promise.reject(notFound(A)));
    const { clock, operations, watcher } = setUp({ get: [late], list: [page(running(A))] });
    const states = record(watcher.watch(A).states);
    await clock.advance(50);
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(1000);
    expect(brief(states.values)).toEqual(["running"]);
    expect([states.isComplete, operations.count("get")]).toEqual([false, 1]);
    stopAll([states, all]);
    expect(clock.pending).toBe(0);
  });

  it("holds no operation whose row comes after one that made the last listener leave", async () => {
    const ended = [B, C].map((name) => succeeded(name, image));
    const { clock, operations, watcher } = setUp(
      { get: [never], list: [page(running(A), running(B), running(C)), page(...ended)] },
      {},
      LISTED,
    );
    const states = watcher.watch(A).states.subscribe(() => all.stop());
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(0);
    states.unsubscribe();
    const outcomes = [B, C].map((name) => record(watcher.watch(name).cancellation));
    await clock.advance(1000);
    // For who listens to the parent, a get would have to tell the ends whole.
    expect(outcomes.map(({ isComplete }) => isComplete)).toEqual([true, true]);
    expect(sent(operations)).toEqual({ get: 1, list: 2, wait: 0 });
  });

  it("tells nothing out of date to a listener who comes, once the last one has left, while rows are read", async () => {
    const ended = [A, B].map((name) => succeeded(name, image));
    const { clock, watcher } = setUp(
      { get: [never], list: [page(running(B)), page(...ended)] },
      {},
      LISTED,
    );
    const told = new Set<string>();
    const all = watcher.watchAll(PARENT);
    const filtered = watcher.watchAll(PARENT, { filter: "f" }).subscribe(({ operations }) => {
      if (operations.get(B)?.type === "done")
        all.subscribe((state) => told.add(`${inBrief([state])}`));
    });
    await clock.advance(0);
    const first = all.subscribe();
    watcher.watch(A).states.subscribe(() => first.unsubscribe());
    await clock.advance(0);
    expect([...told]).toEqual(["a:done.succeeded b:done.succeeded"]);
    filtered.unsubscribe();
  });

  it("asks again about what the list doesn't show no sooner than the service asked to wait", async () => {
    const { clock, operations, watcher } = setUp(
      { get: [unavailable(30_000), running(A)], list: [page(running(A)), page()] },
      {},
      LISTED,
    );
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(30_000);
    expect(operations.count("get")).toBe(1);
    await clock.advance(15_000);
    expect(operations.count("get")).toBeGreaterThan(1);
    all.stop();
  });

  it("tells an end whenever it was asked for, with the operation as it ended", async () => {
    const ended = succeeded(A, image);
    const { clock, watcher } = setUp(
      { get: [running(A)], list: [() => clock.delay(500).then(() => page(ended))] },
      {},
      LISTED,
    );
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(100);
    const states = record(watcher.watch(A).states);
    await clock.advance(500);
    expect(states.values).toEqual([
      { type: "running", name: A, operation: running(A), seenAt: 100 },
      {
        type: "done",
        name: A,
        operation: ended,
        seenAt: 500,
        outcome: { type: "succeeded", response: image },
      },
    ]);
    all.stop();
  });

  it("brings back a lost operation when it shows it unchanged", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, operations, watcher } = setUp(
      { get: [running(A), denied, running(A)], list: [page(running(A))] },
      {},
      LISTED,
    );
    const watch = watcher.watch(A);
    const states = record(watch.states);
    await clock.advance(1000);
    expect([watch.state?.type, states.isComplete]).toEqual(["lost", true]);
    const all = record(watcher.watchAll(PARENT));
    await clock.advance(1000);
    expect(watch.state).toMatchObject({ type: "running" });
    expect(operations.count("get")).toBe(2);
    const again = record(watch.states);
    await clock.advance(1000);
    expect(again).toMatchObject({ values: [{ type: "running" }], isComplete: false });
    again.stop();
    all.stop();
  });

  it("shows ended operations that were forgotten, and nobody asks for them again", async () => {
    const { clock, operations, watcher } = setUp(
      { list: [page(succeeded(A, image), succeeded(B, image))] },
      { remember: 1 },
      LISTED,
    );
    const parent = watcher.watchAll(PARENT);
    record(parent).stop();
    const first = record(parent);
    await clock.advance(0);
    first.stop();
    const second = record(parent);
    expect([A, B].map((name) => watcher.watch(name).state?.type)).toEqual(["done", "done"]);
    expect(operations.count("get")).toBe(0);
    second.stop();
  });

  it("tells nothing older to a subscriber that comes while an operation tells a state", async () => {
    const later = running(A, { progress: 1 });
    const { clock, watcher } = setUp(
      { get: [running(A), later], list: [page(running(A)), never], cancel: [undefined] },
      {},
      LISTED,
    );
    const told: (string | undefined)[] = [];
    const subscriptions = new Subscription();
    const act = (state: OperationState) => {
      if (state.metadata?.["progress"] !== 1 || told.length > 0) return;
      watcher.watch(A).cancel();
      const deltas = watcher.watchAll(PARENT).deltas;
      subscriptions.add(deltas.subscribe(({ changed }) => told.push(changed.get(A)?.type)));
    };
    subscriptions.add(watcher.watch(A).states.subscribe(act));
    subscriptions.add(watcher.watchAll(PARENT).subscribe());
    await clock.advance(1500);
    expect(told.slice(0, 3)).toEqual(["cancelling", "cancelling", "cancelling"]);
    subscriptions.unsubscribe();
  });
});
