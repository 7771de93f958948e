import { describe, expect, it } from "vitest";
import { Code, type ListOperationsResponse, type Operation, RpcError } from "../../src/index.ts";
import { cancelled, notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { brief, record, setUp } from "./probe.ts";

const PARENT = "projects/p";
const [A, B, C] = ["a", "b", "c"].map((id) => `${PARENT}/operations/${id}`) as [
  string,
  string,
  string,
];
const image = { "@type": "type.googleapis.com/x.Image", id: "i" };

const page = (...operations: Operation[]): ListOperationsResponse => ({ operations });

/** Each state in short: `a:running b:done.succeeded`, with `!` for a poll error and the reason of a loss. */
function inBrief(states: readonly import("../../src/index.ts").ParentState[]): string[] {
  return states.map((state) => {
    const all = [...state.operations.values()];
    const operations = brief(all).map((text, index) => `${all[index]?.name.at(-1)}:${text}`);
    const mark = state.pollError === undefined ? "" : "!";
    return [...operations, state.type === "lost" ? `lost.${state.reason}` : mark].join(" ").trim();
  });
}

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

  it("reads all pages, also empty ones, and passes filter and page size on", async () => {
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

  it("ends a look whose token comes twice, and takes no absence from it", async () => {
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

  it("tells which locations could not be asked, and takes no absence for an end then", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A), running(B)), { operations: [running(A)], unreachable: ["mars"] }],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(2000);
    expect(states.values.at(-1)?.operations.size).toBe(2);
    expect(operations.count("get")).toBe(0);
    states.stop();
  });

  it("learns by get how an operation ended that the filter drops", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(B))],
      get: [succeeded(A, image)],
    });
    const states = record(watcher.watchAll(PARENT, { filter: "done = false" }));
    await clock.advance(10_000);
    expect(inBrief(states.values)).toEqual(["a:running b:running", "a:done.succeeded b:running"]);
    states.stop();
  });

  it("drops an operation that the filter doesn't let through any more although it runs", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(B))],
      get: [running(A)],
    });
    const states = record(watcher.watchAll(PARENT, { filter: 'metadata.state = "PENDING"' }));
    await clock.advance(10_000);
    expect(inBrief(states.values)).toEqual(["a:running b:running", "b:running"]);
    states.stop();
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

  it("looks less often where nothing happens, and sooner when something does", async () => {
    const quiet = Array.from({ length: 6 }, () => page(running(A)));
    const { clock, operations, watcher } = setUp({
      list: [...quiet, page(running(A, { step: 1 })), page(running(A, { step: 1 }))],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(13_200);
    expect(operations.count("list")).toBe(6);
    await clock.advance(1000);
    expect(operations.count("list")).toBe(7);
    await clock.advance(1000);
    expect(operations.count("list")).toBe(8);
    states.stop();
  });

  it("tells a failed look, loses contact for good reasons, and resumes for who subscribes again", async () => {
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

  it("aborts what is under way when the last one leaves", async () => {
    const { clock, operations, watcher } = setUp({
      list: [page(running(A)), page(), () => new Promise(() => {})],
      get: [() => new Promise(() => {})],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(3000);
    expect(operations.open).toBe(2);
    states.stop();
    await clock.advance(0);
    expect([operations.open, clock.pending]).toEqual([0, 0]);
  });

  it("refuses a parent that can't be one", () => {
    expect(() => setUp({}).watcher.watchAll("/projects/p")).toThrow('begins with "/"');
  });
});
