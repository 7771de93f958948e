import { repeat } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { type Any, Code, RpcError } from "../../src/index.ts";
import { cancelled, notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image, inBrief, PARENT, page } from "./parent-probe.ts";
import { stopAll } from "./plan-probe.ts";
import { never, record, setUp } from "./probe.ts";

describe("watchAll()", () => {
  it("gives all operations of a parent, live", async () => {
    const { clock, operations, watcher } = setUp({
      list: [
        page(running(A), running(B)),
        page(running(A, { step: 1 }), running(B), running(C)),
        page(succeeded(A, image), running(B), running(C)),
      ],
    });
    const states = record(watcher.watchAll(PARENT).pipe());
    await clock.advance(2500);
    expect(inBrief(states.values)).toEqual([
      "a:running b:running",
      "a:running b:running c:running",
      "a:done.succeeded b:running c:running",
    ]);
    expect(operations.calls[0]?.request).toEqual({ name: PARENT, pageSize: 1000 });
    expect(operations.count("get")).toBe(0);
    states.stop();
    expect(clock.pending).toBe(0);
  });

  it("gives deltas to those who want them: first all, then what changed and what was removed", async () => {
    const { clock, watcher } = setUp({
      list: [
        page(running(A), running(B)),
        page(running(A), running(B, { step: 1 })),
        page(running(A)),
      ],
      get: [notFound(B)],
    });
    const deltas = record(watcher.watchAll(PARENT).deltas);
    await clock.advance(3000);
    expect(
      deltas.values.map(({ changed, removed }) => [[...changed.keys()], [...removed]]),
    ).toEqual([
      [[A, B], []],
      [[B], []],
      [[], [B]],
    ]);
    deltas.stop();
  });

  it("reads all pages, even empty ones, and passes filter and page size on", async () => {
    const { clock, operations, watcher } = setUp({
      list: [
        { operations: [running(A)], nextPageToken: "2" },
        { operations: [], nextPageToken: "3" },
        { operations: [running(B)], nextPageToken: "" },
      ],
    });
    const states = record(watcher.watchAll(PARENT, { filter: "done = false", pageSize: 1 }));
    await clock.advance(0);
    expect(inBrief(states.values)).toEqual(["a:running b:running"]);
    expect(operations.calls.map(({ request }) => request)).toEqual(
      [{}, { pageToken: "2" }, { pageToken: "3" }].map((token) => ({
        name: PARENT,
        pageSize: 1,
        filter: "done = false",
        ...token,
      })),
    );
    states.stop();
  });

  it("ends a look at a repeated token, and takes no operation for missing then", async () => {
    const { clock, operations, watcher } = setUp({
      list: [
        page(running(A), running(B)),
        { operations: [running(A)], nextPageToken: "again" },
        { operations: [], nextPageToken: "again" },
      ],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(1000);
    expect(operations.count("list")).toBe(3);
    await clock.advance(10_000);
    expect(inBrief(states.values)).toEqual(["a:running b:running"]);
    expect(operations.count("get")).toBe(0);
    states.stop();
  });

  it("tells which locations could not be asked, and takes no operation for missing then", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), { operations: [running(A)], unreachable: ["mars"] }],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(2000);
    expect(states.values.at(-1)?.operations.size).toBe(2);
    expect(operations.count("get")).toBe(0);
    states.stop();
  });

  it("shows what happens to an operation through another view, such as a cancellation", async () => {
    const { clock, watcher } = setUp({
      list: [
        page(running(A), running(B)),
        page(running(A), running(B)),
        page(cancelled(A), running(B)),
      ],
      cancel: [undefined],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(500);
    watcher.watch(A).cancel();
    await clock.advance(5000);
    expect(inBrief(states.values)).toEqual([
      "a:running b:running",
      "a:cancelling.requesting b:running",
      "a:cancelling.requested b:running",
      "a:done.cancelled b:running",
    ]);
    expect(states.values.at(-1)?.operations.get(A)?.cancellation?.type).toBe("cancelled");
    states.stop();
  });

  it("is one loop for all who watch the same, and none when nobody does", async () => {
    const { clock, operations, watcher } = setUp({ list: [page(running(A))] });
    const all = [watcher.watchAll(PARENT), watcher.watchAll(PARENT)].map(record);
    await clock.advance(0);
    expect(operations.count("list")).toBe(1);
    const late = record(watcher.watchAll(PARENT));
    expect(inBrief(late.values)).toEqual(["a:running"]);
    for (const recording of [...all, late]) recording.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(60_000);
    expect(operations.count("list")).toBe(1);
  });

  it.each([
    ["begins", page(running(A), running(B))],
    ["ends", page(succeeded(A, image))],
  ])("looks less often as time passes, and sooner where something %s", async (_what, news) => {
    let step = 0;
    const busy = () => page(running(A, { step: ++step }));
    const { clock, operations, watcher } = setUp({
      list: [...Array.from({ length: 7 }, () => busy), news],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(22_000);
    expect(operations.count("list")).toBe(8);
    await clock.advance(1000);
    expect(operations.count("list")).toBe(9);
    states.stop();
  });

  it("fails the look for a row that is null, and goes on", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A)), page(null as never), page(running(A), running(B))],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(3500);
    expect(inBrief(states.values)).toEqual(["a:running", "a:running !", "a:running b:running"]);
    states.stop();
  });

  it("tells when locations become unreachable, and when they are back", async () => {
    const { clock, watcher } = setUp({
      list: [
        page(running(A)),
        { operations: [running(A)], unreachable: ["mars"] },
        page(running(A)),
      ],
    });
    const all = watcher.watchAll(PARENT);
    const [states, deltas] = [record(all), record(all.deltas)];
    await clock.advance(5000);
    expect(states.values.map(({ unreachable }) => unreachable)).toEqual([[], ["mars"], []]);
    expect(deltas.values.map(({ changed }) => [...changed.keys()])).toEqual([[A]]);
    stopAll([states, deltas]);
  });

  it("tells an empty parent from one that wasn't read yet", async () => {
    const { clock, watcher } = setUp({ list: [unavailable(), page()] });
    const all = watcher.watchAll(PARENT);
    const [states, deltas] = [record(all), record(all.deltas)];
    await clock.advance(0);
    expect([inBrief(states.values), deltas.values.length]).toEqual([["!"], 0]);
    const late = record(all);
    expect(inBrief(late.values)).toEqual(["!"]);
    await clock.advance(2000);
    expect([inBrief(states.values), deltas.values.length]).toEqual([["!", ""], 1]);
    for (const recording of [states, deltas, late]) recording.stop();
  });

  it("tells everybody of the loss, even when one subscribes again at once", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, watcher } = setUp({ list: [page(running(A)), denied, page(running(A))] });
    const all = watcher.watchAll(PARENT);
    const repeated = record(all.pipe(repeat({ count: 2 })));
    const [other, deltas] = [record(all), record(all.deltas)];
    await clock.advance(5000);
    expect(inBrief(other.values)).toEqual(["a:running", "a:running lost.denied"]);
    expect([other.isComplete, deltas.isComplete]).toEqual([true, true]);
    expect(inBrief(repeated.values).slice(0, 2)).toEqual(["a:running", "a:running lost.denied"]);
    expect(inBrief(repeated.values).at(-1)).toBe("a:running");
    repeated.stop();
    expect(clock.pending).toBe(0);
  });

  it("asks nothing more when the last one leaves while it is told", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), page(succeeded(A, image))],
      get: [never],
    });
    const all = record(watcher.watchAll(PARENT));
    watcher.watchAll(PARENT);
    await clock.advance(500);
    const subscription = watcher.watchAll(PARENT).subscribe(({ operations }) => {
      if (operations.get(A)?.type === "done") subscription.unsubscribe();
    });
    all.stop();
    await clock.advance(5000);
    expect([operations.open, clock.pending]).toEqual([0, 0]);
  });

  it("tells of a failed look, loses contact for good reasons, and resumes for a new subscriber", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, watcher } = setUp({
      list: [page(running(A)), unavailable(), page(running(A)), denied, page(running(A))],
    });
    const all = watcher.watchAll(PARENT);
    const states = record(all);
    await clock.advance(20_000);
    expect(inBrief(states.values)).toEqual([
      "a:running",
      "a:running !",
      "a:running",
      "a:running lost.denied",
    ]);
    expect(states).toMatchObject({ isComplete: true, errors: [] });
    expect(states.values.at(-1)).toMatchObject({ error: denied, pollError: denied });
    expect(states.values.at(-1)?.operations).toBe(states.values[0]?.operations);
    expect(clock.pending).toBe(0);
    const again = record(all);
    await clock.advance(0);
    expect(inBrief(again.values).at(-1)).toBe("a:running");
    expect(again.isComplete).toBe(false);
    again.stop();
  });

  it("decodes what it shows", async () => {
    const { clock, watcher } = setUp({ list: [page(succeeded(A, image))] });
    const all = watcher.watchAll(PARENT, { response: ({ id }) => String(id) });
    const states = record(all);
    await clock.advance(0);
    expect(states.values[0]?.operations.get(A)).toMatchObject({
      outcome: { type: "succeeded", response: "i" },
    });
    states.stop();
  });

  it("decodes what has changed, and that once", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A, { step: 1 }), running(B, { step: 1 }))],
      cancel: [never],
    });
    const metadata = vi.fn(({ step }: Any) => ({ step }));
    const states = record(watcher.watchAll(PARENT, { metadata }));
    await clock.advance(0);
    watcher.watch(A).cancel();
    await clock.advance(0);
    expect(inBrief(states.values).at(-1)).toBe("a:cancelling.requesting b:running");
    expect(metadata).toHaveBeenCalledTimes(2);
    states.stop();
  });

  it("tells everybody in order what a subscriber changes while it is told", async () => {
    const { clock, watcher } = setUp({ list: [page(running(A))], cancel: [never] });
    const all = watcher.watchAll(PARENT);
    const first = all.subscribe(({ operations }) => {
      if (operations.get(A)?.type === "running") watcher.watch(A).cancel();
    });
    const second = record(all);
    await clock.advance(0);
    expect(inBrief(second.values)).toEqual(["a:running", "a:cancelling.requesting"]);
    first.unsubscribe();
    second.stop();
  });

  it("undoes no end for anybody that a subscriber makes known while it is told", async () => {
    const { clock, watcher } = setUp({ list: [page(running(A))] });
    const all = watcher.watchAll(PARENT);
    const first = all.subscribe(() => watcher.watch(succeeded(A, image)));
    const second = record(all);
    await clock.advance(60_000);
    expect(inBrief(second.values)).toEqual(["a:running", "a:done.succeeded"]);
    first.unsubscribe();
    second.stop();
  });

  it("aborts what is under way when the last one leaves", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A)), page(), never],
      get: [never],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(3000);
    expect(operations.open).toBe(2);
    states.stop();
    await clock.advance(0);
    expect([operations.open, clock.pending]).toEqual([0, 0]);
  });

  it("takes the empty name for the parent of operations at the root", async () => {
    const { clock, operations, watcher } = setUp({ list: [page(running("operations/a"))] });
    const states = record(watcher.watchAll(""));
    await clock.advance(0);
    expect([...(states.values[0]?.operations.keys() ?? [])]).toEqual(["operations/a"]);
    expect(operations.calls[0]?.request).toEqual({ name: "", pageSize: 1000 });
    states.stop();
  });

  it("refuses an invalid parent and an invalid page size", () => {
    const { watcher } = setUp({});
    expect(() => watcher.watchAll("/projects/p")).toThrow('begins with "/"');
    for (const pageSize of [-1, 1.5, Number.NaN]) {
      expect(() => watcher.watchAll(PARENT, { pageSize })).toThrow(RangeError);
    }
  });
});
