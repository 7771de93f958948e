import { getEventListeners } from "node:events";
import { concatMap, from, interval, map, take, timer } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { VirtualClock } from "../../src/testing/index.ts";
import { record } from "../watcher/probe.ts";

describe("VirtualClock", () => {
  it("begins at 0 ms and stands still until it is moved", async () => {
    const clock = new VirtualClock();
    expect(clock.now()).toBe(0);
    await Promise.resolve();
    expect(clock.now()).toBe(0);
  });

  it("serves RxJS as a scheduler", async () => {
    const clock = new VirtualClock();
    const ticks = interval(1000, clock).pipe(
      take(3),
      map((tick) => [tick, clock.now()]),
    );
    const recording = record(ticks);
    await clock.advance(10_000);
    expect(recording.values).toEqual([
      [0, 1000],
      [1, 2000],
      [2, 3000],
    ]);
    expect(recording.isComplete).toBe(true);
  });
});

describe("advance()", () => {
  it("moves time by that much, with or without actions", async () => {
    const clock = new VirtualClock();
    await clock.advance(1500);
    await clock.advance(0);
    await clock.advance(0.5);
    expect(clock.now()).toBe(1500.5);
  });

  it("runs what falls due in order, each at its own time", async () => {
    const clock = new VirtualClock();
    const ran: [string, number][] = [];
    for (const [what, ms] of [
      ["c", 300],
      ["a", 100],
      ["b", 200],
      ["a'", 100],
      ["d", 301],
    ] as const) {
      clock.schedule(() => ran.push([what, clock.now()]), ms);
    }
    await clock.advance(300);
    expect(ran).toEqual([
      ["a", 100],
      ["a'", 100],
      ["b", 200],
      ["c", 300],
    ]);
    expect([clock.now(), clock.pending]).toEqual([300, 1]);
  });

  it("runs what actions schedule on the way, if it falls due", async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    clock.schedule(() => {
      clock.schedule(() => times.push(clock.now()));
      clock.schedule(() => times.push(clock.now()), 50);
      clock.schedule(() => times.push(clock.now()), 950);
    }, 100);
    await clock.advance(1000);
    expect(times).toEqual([100, 150]);
    await clock.advance(50);
    expect(times).toEqual([100, 150, 1050]);
  });

  it("runs an action that sets itself again", async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    clock.schedule(function () {
      times.push(clock.now());
      if (times.length < 3) this.schedule(undefined, 100);
    }, 100);
    await clock.advance(1000);
    expect(times).toEqual([100, 200, 300]);
    expect(clock.pending).toBe(0);
  });

  it("lets promises settle before the first action", async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    void Promise.resolve().then(() => order.push("promise"));
    clock.schedule(() => order.push("action"));
    await clock.advance(0);
    expect(order).toEqual(["promise", "action"]);
  });

  it("lets promises settle between actions, also those of the same time", async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    const action = (name: string) => async () => {
      order.push(name);
      for (let turn = 0; turn < 20; turn += 1) await undefined;
      order.push(`${name} settled`);
    };
    clock.schedule(() => void action("a")(), 100);
    clock.schedule(() => void action("b")(), 100);
    clock.schedule(() => void action("c")(), 200);
    await clock.advance(200);
    expect(order).toEqual(["a", "a settled", "b", "b settled", "c", "c settled"]);
  });

  it("sees timers that promises set within its time", async () => {
    const clock = new VirtualClock();
    const polls = timer(0, 1000, clock).pipe(
      concatMap(() => from(clock.delay(300))),
      map(() => clock.now()),
      take(3),
    );
    const recording = record(polls);
    await clock.advance(2300);
    expect(recording).toMatchObject({ values: [300, 1300, 2300], isComplete: true });
  });

  it.each([-1, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])(
    "can't move time by %d ms",
    async (ms) => {
      const clock = new VirtualClock();
      clock.schedule(() => {}, 0);
      await expect(clock.advance(ms)).rejects.toEqual(
        new RangeError(`time can't be moved by ${ms} ms`),
      );
      expect([clock.now(), clock.pending]).toEqual([0, 1]);
    },
  );

  it("runs what was to be in the past at once, without moving time back", async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    clock.schedule(() => clock.schedule(() => times.push(clock.now()), -50), 100);
    await clock.advance(200);
    expect(times).toEqual([100]);
  });

  it("rejects with the error of an action, stops there and can go on", async () => {
    const clock = new VirtualClock();
    const error = new Error("broke");
    const after = vi.fn();
    clock.schedule(() => {
      throw error;
    }, 100);
    clock.schedule(after, 200);
    await expect(clock.advance(1000)).rejects.toBe(error);
    expect([clock.now(), clock.pending]).toEqual([100, 1]);
    expect(after).not.toHaveBeenCalled();
    await clock.advance(100);
    expect(after).toHaveBeenCalledOnce();
  });
});

describe("pending", () => {
  it("counts the timers that are set", async () => {
    const clock = new VirtualClock();
    const [first] = [100, 200, 300].map((ms) => clock.schedule(() => {}, ms));
    expect(clock.pending).toBe(3);
    first?.unsubscribe();
    expect(clock.pending).toBe(2);
    await clock.advance(200);
    expect(clock.pending).toBe(1);
    await clock.advance(100);
    expect(clock.pending).toBe(0);
  });

  it("doesn't count a timer that never ends", () => {
    const clock = new VirtualClock();
    clock.schedule(() => {}, Number.POSITIVE_INFINITY);
    expect(clock.pending).toBe(0);
  });

  it("shows what an unsubscribed stream leaves behind", () => {
    const clock = new VirtualClock();
    const ticks = record(interval(1000, clock));
    expect(clock.pending).toBe(1);
    ticks.stop();
    expect(clock.pending).toBe(0);
  });
});

describe("delay()", () => {
  it("is fulfilled after its time, and not before", async () => {
    const clock = new VirtualClock();
    const done = vi.fn();
    void clock.delay(1000).then(done);
    await clock.advance(999);
    expect(done).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(done).toHaveBeenCalledOnce();
  });

  it("lets delays follow one another within one move", async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    void (async () => {
      for (const ms of [100, 0, 250]) {
        await clock.delay(ms);
        times.push(clock.now());
      }
    })();
    await clock.advance(1000);
    expect(times).toEqual([100, 100, 350]);
  });

  it("is rejected with the signal's reason, and leaves no timer", async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const delay = clock.delay(1000, controller.signal);
    await clock.advance(400);
    controller.abort("enough");
    await expect(delay).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
  });

  it("is rejected at once with a signal that is already aborted, and sets no timer", async () => {
    const clock = new VirtualClock();
    await expect(clock.delay(1000, AbortSignal.abort("no"))).rejects.toBe("no");
    expect(clock.pending).toBe(0);
  });

  it("leaves the signal alone after its time", async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const delay = clock.delay(100, controller.signal);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    await clock.advance(100);
    await expect(delay).resolves.toBeUndefined();
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});
