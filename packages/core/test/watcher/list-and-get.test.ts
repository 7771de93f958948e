import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { cancelled, notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, C, image, inBrief, PARENT, page } from "./parent-probe.ts";
import { record, setUp } from "./probe.ts";

describe("watchAll(), where the list isn't the judge", () => {
  it("learns by get how an operation that the filter drops has ended", async () => {
    const { clock, watcher } = setUp({
      list: [page(running(A), running(B)), page(running(B))],
      get: [succeeded(A, image)],
    });
    const states = record(watcher.watchAll(PARENT, { filter: "done = false" }));
    await clock.advance(10_000);
    expect(inBrief(states.values)).toEqual(["a:running b:running", "a:done.succeeded b:running"]);
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

  it("settles every missing operation in its turn, and asks less and less often for those that live", async () => {
    const names = Array.from({ length: 9 }, (_, index) => `${PARENT}/operations/${index}`);
    const { clock, operations, watcher } = setUp({
      list: [page(...names.map((name) => running(name))), page()],
      get: [({ name }) => (name === names[8] ? Promise.reject(notFound(name)) : running(name))],
    });
    const states = record(watcher.watchAll(PARENT));
    await clock.advance(2000);
    expect(states.values.at(-1)?.operations.size).toBe(8);
    await clock.advance(600_000);
    expect(operations.count("get")).toBeLessThan(8 * 60);
    states.stop();
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
