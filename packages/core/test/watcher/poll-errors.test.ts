import { repeat } from "rxjs";
import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/index.ts";
import { notFound, running, succeeded, unavailable } from "../../src/testing/index.ts";
import { A, B, PARENT, page } from "./parent-probe.ts";
import { having, recordAll, stopAll } from "./plan-probe.ts";
import { brief, NAME, never, record, setUp } from "./probe.ts";

describe("failed looks", () => {
  it("is a fact in the stream, gone with the next good look", async () => {
    const error = unavailable();
    const { clock, watcher } = setUp({
      get: [running(NAME), error, running(NAME), succeeded(NAME)],
    });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["running", "running!", "running", "done.succeeded"]);
    expect(states.values[1]?.pollError).toBe(error);
  });

  it("survives nine in a row", async () => {
    const nine = Array.from({ length: 9 }, () => unavailable());
    const { clock, watcher } = setUp({ get: [running(NAME), ...nine, succeeded(NAME)] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(200_000);
    expect(brief(states.values)).toEqual([
      "running",
      ...nine.map(() => "running!"),
      "done.succeeded",
    ]);
  });

  it("loses contact after ten in a row and five minutes, and a new subscriber looks again", async () => {
    const away = Array.from({ length: 30 }, () => unavailable());
    const { clock, watcher } = setUp({ get: [running(NAME), ...away, succeeded(NAME)] });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(290_000);
    expect(states.isComplete).toBe(false);
    await clock.advance(30_000);
    expect(states.isComplete).toBe(true);
    expect(watch.state).toMatchObject({ type: "lost", reason: "unreachable", error: { code: 14 } });
    expect(clock.pending).toBe(0);
    const again = record(watch.states);
    await clock.advance(200_000);
    expect(brief(again.values)[0]).toBe("running");
    expect(brief(again.values).at(-1)).toBe("done.succeeded");
  });

  it("loses contact five minutes after the latest good look, however long it was watched before", async () => {
    const get = () => {
      if (clock.now() > 600_000) throw unavailable();
      return running(NAME);
    };
    const { clock, watcher } = setUp({ get: [get] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(880_000);
    expect(brief(states.values).at(-1)).toBe("running!");
    await clock.advance(40_000);
    expect(brief(states.values).at(-1)).toBe("lost.unreachable");
  });

  it("loses contact five minutes after the list of a parent showed it, even if nobody looked then", async () => {
    const { clock, watcher } = setUp({
      get: [running(NAME), unavailable()],
      list: [page(running(NAME))],
    });
    const watch = watcher.watch(NAME);
    const before = record(watch.states);
    await clock.advance(250_000);
    before.stop();
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(1000);
    parent.stop();
    const states = record(watch.states);
    await clock.advance(280_000);
    expect(brief(states.values).at(-1)).toBe("running!");
    await clock.advance(40_000);
    expect(brief(states.values).at(-1)).toBe("lost.unreachable");
  });

  it("never loses contact with a service that answers now and then", async () => {
    const get = () => {
      if (clock.now() % 290_000 > 15_000) throw unavailable();
      return running(NAME);
    };
    const { clock, watcher } = setUp({ get: [get] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(3_600_000);
    expect(new Set(brief(states.values))).toEqual(new Set(["running", "running!"]));
    states.stop();
  });

  it.each([Code.PERMISSION_DENIED, Code.UNAUTHENTICATED] as const)(
    "loses contact at once for code %i",
    async (code) => {
      const { clock, operations, watcher } = setUp({ get: [new RpcError(code, "no")] });
      const states = record(watcher.watch(NAME).states);
      await clock.advance(60_000);
      expect(states.values).toMatchObject([{ type: "lost", reason: "denied", error: { code } }]);
      expect(operations.count("get")).toBe(1);
    },
  );

  it("waits 5 s for a name that was never seen, then it is unknown", async () => {
    const { clock, watcher } = setUp({ get: [notFound(NAME)] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(4999);
    expect(brief(states.values)).toEqual(["running!", "running!", "running!", "running!"]);
    await clock.advance(751);
    expect(states.values.at(-1)).toMatchObject({ type: "lost", reason: "unknown", name: NAME });
  });

  it("asks again for a new name that a look from within the 5 s didn't find, however late it says so", async () => {
    const late = () => clock.delay(8000).then(() => Promise.reject(notFound(NAME)));
    const { clock, watcher } = setUp({ get: [late, running(NAME)] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(9000);
    expect(brief(states.values)).toEqual(["running!", "running"]);
    states.stop();
  });

  it("doesn't hurry for a new name because of other failures", async () => {
    const at: number[] = [];
    const away = () => {
      at.push(clock.now());
      throw unavailable();
    };
    const { clock, watcher } = setUp({ get: [away] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(14_000);
    expect(at).toEqual([0, 1000, 2500, 4750, 8125, 13_188]);
    states.stop();
  });

  it("finds a name that is new", async () => {
    const { clock, watcher } = setUp({ get: [notFound(NAME), running(NAME), succeeded(NAME)] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["running!", "running", "done.succeeded"]);
  });

  it("calls a name gone when it is NOT_FOUND after it was seen, but not for a missing route", async () => {
    const noRoute = new RpcError(Code.NOT_FOUND, "HTML", { unrouted: true });
    const { clock, watcher } = setUp({ get: [running(NAME), noRoute, notFound(NAME)] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["running", "running!", "lost.gone"]);
  });

  it("follows a hint for the next look only, within bounds", async () => {
    const { clock, operations, watcher } = setUp({
      get: [unavailable(7000), unavailable(1), unavailable(3_000_000_000), running(NAME)],
    });
    const states = record(watcher.watch(NAME).states);
    const steps: [number, number][] = [
      [6999, 1],
      [1, 2],
      [999, 2],
      [1, 3],
      [599_999, 3],
      [1, 4],
      [3374, 4],
      [1, 5],
    ];
    for (const [ms, looks] of steps) {
      await clock.advance(ms);
      expect(operations.count("get")).toBe(looks);
    }
    states.stop();
  });

  it("counts an unanswered look as failed after the request timeout", async () => {
    const { clock, operations, watcher } = setUp({
      get: [never, succeeded(NAME)],
    });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(40_000);
    expect(brief(states.values)).toEqual(["running!", "done.succeeded"]);
    expect(states.values[0]?.pollError?.message).toBe(
      `[DEADLINE_EXCEEDED] no answer within 30 s to a look at ${NAME}`,
    );
    expect(operations.open).toBe(0);
  });

  it("says what came instead of an operation", async () => {
    const foreign = { name: "operation-1", status: "DONE" } as never;
    const { clock, watcher } = setUp({ get: [foreign, null as never, succeeded(NAME)] });
    const states = record(watcher.watch(NAME).states);
    await clock.advance(10_000);
    expect(states.values.map(({ pollError }) => pollError?.rawMessage)).toEqual([
      `${NAME}: not a google.longrunning.Operation: it has \`status\``,
      `${NAME}: expected an operation, got null`,
      undefined,
    ]);
  });

  it("takes a throw by the implementation as a failed look", async () => {
    const { clock, operations, watcher } = setUp({ get: [succeeded(NAME)] });
    const real = operations.getOperation;
    let calls = 0;
    operations.getOperation = (...args) => {
      calls += 1;
      if (calls === 1) throw new Error("sync");
      return real(...args);
    };
    const states = record(watcher.watch(NAME).states);
    await clock.advance(5000);
    expect(brief(states.values)).toEqual(["running!", "done.succeeded"]);
  });

  it("asks without retries inside, so that attempts never multiply", async () => {
    const { clock, operations, watcher } = setUp({ get: [succeeded(NAME)] });
    record(watcher.watch(NAME).states);
    await clock.advance(0);
    expect(operations.calls[0]?.options).toMatchObject({ retry: false, timeoutMs: 30_000 });
  });

  it("asks so by every way, and gives a held answer more time", async () => {
    const { clock, operations, watcher } = setUp(
      {
        get: [running(NAME)],
        list: [page(running(A), running(B))],
        wait: [never],
        cancel: [undefined],
      },
      { plan: { maxHeld: 1 } },
      having("get", "list", "wait", "cancel"),
    );
    const held = record(watcher.watch(NAME).cancel());
    await clock.advance(0);
    const states = recordAll(watcher, [A, B, NAME]);
    const parent = record(watcher.watchAll(PARENT));
    await clock.advance(2000);
    const times = new Map(
      operations.calls.map(({ method, options }) => [method, options.timeoutMs]),
    );
    expect(times).toEqual(
      new Map([
        ["cancel", 30_000],
        ["wait", 54_000],
        ["list", 30_000],
        ["get", 30_000],
      ]),
    );
    expect(operations.calls.filter(({ options }) => options.retry !== false)).toEqual([]);
    stopAll([held, ...states, parent]);
  });

  it("counts the time that somebody watched, however often they come and go", async () => {
    const { clock, watcher } = setUp({ get: [unavailable()] });
    const watch = watcher.watch(NAME);
    await clock.advance(1_000_000);
    for (let visit = 0; visit < 4 && watch.state?.type !== "lost"; visit += 1) {
      const states = record(watch.states);
      await clock.advance(100_000);
      states.stop();
      await clock.advance(1_000_000);
      if (visit < 2) expect(watch.state?.type).toBe("running");
    }
    expect(watch.state).toMatchObject({ type: "lost", reason: "unreachable" });
  });

  it("resumes for a new subscriber while others still follow a cancellation", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, watcher } = setUp({
      get: [running(NAME), denied, running(NAME), succeeded(NAME)],
      cancel: [unavailable()],
    });
    const watch = watcher.watch(NAME);
    record(watch.states);
    await clock.advance(500);
    const cancel = record(watch.cancel());
    await clock.advance(2000);
    const states = record(watch.states);
    await clock.advance(20_000);
    expect(brief(states.values).at(-1)).toBe("done.succeeded");
    expect([cancel.isComplete, clock.pending]).toEqual([true, 0]);
  });

  it("resumes once for `repeat`, even when somebody else is told of the loss after it", async () => {
    const denied = new RpcError(Code.PERMISSION_DENIED, "no");
    const { clock, watcher } = setUp({
      get: [running(NAME), denied, running(NAME), succeeded(NAME)],
    });
    const watch = watcher.watch(NAME);
    const repeated = record(watch.states.pipe(repeat({ count: 2 })));
    const other = record(watch.states);
    await clock.advance(20_000);
    expect(brief(repeated.values)).toEqual(["running", "lost.denied", "running", "done.succeeded"]);
    expect(brief(other.values)).toEqual(["running", "lost.denied"]);
    expect(clock.pending).toBe(0);
  });

  it("respects a hint even when somebody asks to cancel", async () => {
    const slow = new RpcError(Code.RESOURCE_EXHAUSTED, "slow down", { retryDelayMs: 120_000 });
    const { clock, operations, watcher } = setUp({
      get: [slow, running(NAME)],
      cancel: [undefined],
    });
    const watch = watcher.watch(NAME);
    const states = record(watch.states);
    await clock.advance(100);
    watch.cancel();
    await clock.advance(119_000);
    expect(operations.count("get")).toBe(1);
    await clock.advance(1000);
    expect(operations.count("get")).toBe(2);
    states.stop();
  });

  it("gives a fresh budget to a subscriber that comes again by `repeat`", async () => {
    const { clock, operations, watcher } = setUp({
      get: [new RpcError(Code.UNAUTHENTICATED, "expired"), running(NAME), succeeded(NAME)],
    });
    const states = record(watcher.watch(NAME).states.pipe(repeat({ count: 2 })));
    await clock.advance(10_000);
    expect(brief(states.values)).toEqual(["lost.denied", "running", "done.succeeded"]);
    expect(operations.count("get")).toBe(3);
  });
});

describe("a caller that handles nothing", () => {
  it("meets no unhandled error, whatever happens", async () => {
    const { clock, watcher } = setUp({
      get: [unavailable(), new RpcError(Code.PERMISSION_DENIED, "no")],
      cancel: [new RpcError(Code.UNIMPLEMENTED, "no")],
    });
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    try {
      watcher.watch(NAME).states.subscribe();
      watcher.watch(Promise.reject(new Error("not started"))).cancel();
      watcher.watch(NAME).cancel();
      await clock.advance(10_000);
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off("unhandledRejection", note);
    }
    expect(unhandled).toEqual([]);
  });
});
