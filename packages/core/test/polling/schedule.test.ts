import { asyncScheduler, queueScheduler } from "rxjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Schedule, type Scheduled } from "../../src/index.ts";
import { VirtualClock } from "../../src/testing/index.ts";
import { MAX_TIMER_MS, RecordingClock } from "./recording-clock.ts";

interface Item extends Scheduled {
  readonly id: string;
}

const item = (id: string): Item => ({ id, dueAt: undefined });

/** A schedule on virtual time that notes what falls due, and when. */
function setUp(clock = new VirtualClock(), now = () => clock.now()) {
  const schedule = new Schedule<Item>(clock, now);
  const fired: [at: number, id: string][] = [];
  schedule.due.subscribe(({ id }) => fired.push([clock.now(), id]));
  return { clock, schedule, fired };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Schedule", () => {
  it("holds no timer and nothing else before anything is set", () => {
    const { clock, schedule } = setUp();
    expect([schedule.size, clock.pending]).toEqual([0, 0]);
  });

  it("gives each item at its time, earliest first, however they were set", async () => {
    const { clock, schedule, fired } = setUp();
    for (const at of [300, 100, 500, 200, 400]) schedule.set(item(`${at}`), at);
    await clock.advance(1000);
    expect(fired).toEqual([
      [100, "100"],
      [200, "200"],
      [300, "300"],
      [400, "400"],
      [500, "500"],
    ]);
  });

  it("gives all that is due at one time", async () => {
    const clock = new RecordingClock();
    const { schedule, fired } = setUp(clock);
    for (const id of ["a", "b", "c"]) schedule.set(item(id), 100);
    await clock.advance(1000);
    expect(fired.map(([at]) => at)).toEqual([100, 100, 100]);
    expect(fired.map(([, id]) => id).sort()).toEqual(["a", "b", "c"]);
    expect(clock.delays).toEqual([100]);
  });

  it("gives what is overdue at once, earliest first, but not while it is being set", async () => {
    const { clock, schedule, fired } = setUp();
    await clock.advance(1000);
    schedule.set(item("later"), 900);
    schedule.set(item("earlier"), -5);
    schedule.set(item("now"), 1000);
    expect(fired).toEqual([]);
    await clock.advance(0);
    expect(fired).toEqual([
      [1000, "earlier"],
      [1000, "later"],
      [1000, "now"],
    ]);
  });

  it("owns the item's time: set while it is scheduled, undefined when it is due", async () => {
    const { clock, schedule } = setUp();
    const a = item("a");
    schedule.set(a, 100);
    expect([a.dueAt, schedule.size]).toEqual([100, 1]);
    await clock.advance(100);
    expect([a.dueAt, schedule.size]).toEqual([undefined, 0]);
  });

  it("gives an item once for each time it is set", async () => {
    const { clock, schedule, fired } = setUp();
    const a = item("a");
    schedule.set(a, 100);
    schedule.set(a, 100);
    await clock.advance(200);
    schedule.set(a, 300);
    await clock.advance(200);
    expect(fired).toEqual([
      [100, "a"],
      [300, "a"],
    ]);
  });

  it("lets an item be set again while it is due", async () => {
    const { clock, schedule } = setUp();
    const times: number[] = [];
    const a = item("a");
    schedule.due.subscribe(() => {
      times.push(clock.now());
      if (times.length < 4) schedule.set(a, clock.now() + 250);
    });
    schedule.set(a, 0);
    await clock.advance(10_000);
    expect(times).toEqual([0, 250, 500, 750]);
    expect([schedule.size, clock.pending]).toEqual([0, 0]);
  });

  it("doesn't give what is cleared while an earlier one is told, though both are due", async () => {
    const { clock, schedule, fired } = setUp();
    const [a, b, c] = [item("a"), item("b"), item("c")];
    schedule.due.subscribe((due) => {
      if (due === a) schedule.clear(b);
    });
    await clock.advance(100);
    for (const [index, each] of [a, b, c].entries()) schedule.set(each, index);
    await clock.advance(1000);
    expect(fired).toEqual([
      [100, "a"],
      [100, "c"],
    ]);
    expect([b.dueAt, schedule.size, clock.pending]).toEqual([undefined, 0, 0]);
  });

  it("gives at its new time what is moved away while an earlier one is told", async () => {
    const { clock, schedule, fired } = setUp();
    const [a, b] = [item("a"), item("b")];
    schedule.due.subscribe((due) => {
      if (due === a) schedule.set(b, 500);
    });
    await clock.advance(100);
    schedule.set(a, 10);
    schedule.set(b, 20);
    await clock.advance(1000);
    expect(fired).toEqual([
      [100, "a"],
      [500, "b"],
    ]);
  });

  it("gives after all others that are due what is set again while it is told", async () => {
    const { clock, schedule, fired } = setUp();
    const [a, b] = [item("a"), item("b")];
    schedule.due.subscribe((due) => {
      if (due === a && fired.length === 1) schedule.set(a, 10);
    });
    await clock.advance(100);
    schedule.set(a, 10);
    schedule.set(b, 20);
    await clock.advance(0);
    expect(fired).toEqual([
      [100, "a"],
      [100, "b"],
      [100, "a"],
    ]);
  });

  it("goes on after a subscriber that throws", async () => {
    const { clock, schedule, fired } = setUp();
    const thrower = schedule.due.subscribe(() => {
      throw new Error("a subscriber's own fault");
    });
    schedule.set(item("a"), 100);
    schedule.set(item("b"), 200);
    await clock.advance(100);
    thrower.unsubscribe();
    await clock.advance(100);
    expect(fired).toEqual([
      [100, "a"],
      [200, "b"],
    ]);
    expect(() => vi.runAllTimers()).toThrow("a subscriber's own fault");
  });
});

it("a time that is no number is refused, for nothing would ever be due then", () => {
  const { clock, schedule } = setUp();
  const a = item("a");
  expect(() => schedule.set(a, Number.NaN)).toThrow(new RangeError("a time can't be NaN"));
  expect([a.dueAt, schedule.size, clock.pending]).toEqual([undefined, 0, 0]);
});

describe("moving and clearing", () => {
  it("moves an item to a later time", async () => {
    const { clock, schedule, fired } = setUp();
    const a = item("a");
    schedule.set(a, 100);
    schedule.set(a, 700);
    expect(schedule.size).toBe(1);
    await clock.advance(1000);
    expect(fired).toEqual([[700, "a"]]);
  });

  it("moves an item to an earlier time", async () => {
    const { clock, schedule, fired } = setUp();
    const [a, b] = [item("a"), item("b")];
    schedule.set(a, 700);
    schedule.set(b, 500);
    schedule.set(a, 100);
    await clock.advance(1000);
    expect(fired).toEqual([
      [100, "a"],
      [500, "b"],
    ]);
  });

  it("moves an item away and back", async () => {
    const { clock, schedule, fired } = setUp();
    const a = item("a");
    for (const at of [100, 700, 100, 700, 100]) schedule.set(a, at);
    await clock.advance(1000);
    expect(fired).toEqual([[100, "a"]]);
  });

  it("gives nothing for a cleared item, and the others at their times", async () => {
    const { clock, schedule, fired } = setUp();
    const [a, b] = [item("a"), item("b")];
    schedule.set(a, 100);
    schedule.set(b, 200);
    schedule.clear(a);
    expect([a.dueAt, schedule.size]).toEqual([undefined, 1]);
    await clock.advance(1000);
    expect(fired).toEqual([[200, "b"]]);
  });

  it("gives an item that was cleared and set again once", async () => {
    const { clock, schedule, fired } = setUp();
    const [a, b] = [item("a"), item("b")];
    schedule.set(b, 50);
    schedule.set(a, 100);
    schedule.clear(a);
    schedule.set(a, 100);
    await clock.advance(1000);
    expect(fired).toEqual([
      [50, "b"],
      [100, "a"],
    ]);
  });

  it("does nothing when an item is cleared that has no time", () => {
    const { clock, schedule } = setUp();
    schedule.set(item("a"), 100);
    schedule.clear(item("b"));
    expect([schedule.size, clock.pending]).toEqual([1, 1]);
  });

  it("holds no timer after the last item was cleared", async () => {
    const { clock, schedule, fired } = setUp();
    const items = ["a", "b", "c"].map(item);
    for (const [index, each] of items.entries()) schedule.set(each, 100 * index);
    for (const each of items) schedule.clear(each);
    expect([schedule.size, clock.pending]).toEqual([0, 0]);
    await clock.advance(1000);
    expect(fired).toEqual([]);
  });
});

describe("the timer", () => {
  it("is one, however many items there are and however they move", async () => {
    const { clock, schedule } = setUp();
    const items = Array.from({ length: 1000 }, (_, index) => item(`${index}`));
    for (const [index, each] of items.entries()) {
      schedule.set(each, 5000 - index);
      expect(clock.pending).toBe(1);
    }
    for (const [index, each] of items.entries()) schedule.set(each, 2000 + 7 * index);
    expect([schedule.size, clock.pending]).toEqual([1000, 1]);
    await clock.advance(3000);
    expect(clock.pending).toBe(1);
    await clock.advance(10_000);
    expect([schedule.size, clock.pending]).toEqual([0, 0]);
  });

  it("is set once for items that come in the order of their times", () => {
    const clock = new RecordingClock();
    const { schedule } = setUp(clock);
    for (let at = 100; at < 200; at += 1) schedule.set(item(`${at}`), at);
    expect(clock.delays).toEqual([100]);
  });

  it("is never longer than the host can hold, and an item 40 days away is due in 40 days", async () => {
    const days = 24 * 3_600_000;
    const clock = new RecordingClock();
    const { schedule, fired } = setUp(clock);
    schedule.set(item("a"), 40 * days);
    schedule.set(item("b"), 400 * days);
    await clock.advance(40 * days - 1);
    expect([fired, clock.pending]).toEqual([[], 1]);
    await clock.advance(1);
    expect(fired).toEqual([[40 * days, "a"]]);
    await clock.advance(360 * days);
    expect(fired).toEqual([
      [40 * days, "a"],
      [400 * days, "b"],
    ]);
    expect(Math.max(...clock.delays)).toBe(MAX_TIMER_MS);
    expect(clock.delays.length).toBeLessThan(20);
  });

  it("fires what it was set for even if the clock stands still or was set back", async () => {
    let behind = 0;
    const clock = new VirtualClock();
    const { schedule, fired } = setUp(clock, () => clock.now() - behind);
    schedule.set(item("a"), 1000);
    await clock.advance(400);
    behind = 3_600_000;
    await clock.advance(600);
    expect(fired).toEqual([[1000, "a"]]);
  });

  it("counts from the new time of a clock that was set back", async () => {
    let behind = 0;
    const clock = new VirtualClock();
    const { schedule, fired } = setUp(clock, () => clock.now() - behind);
    await clock.advance(10_000);
    behind = 9000;
    schedule.set(item("a"), 1500);
    await clock.advance(499);
    expect(fired).toEqual([]);
    await clock.advance(1);
    expect(fired).toEqual([[10_500, "a"]]);
  });

  it("gives, with the first, what is due because the clock was set forward", async () => {
    let ahead = 0;
    const clock = new VirtualClock();
    const { schedule, fired } = setUp(clock, () => clock.now() + ahead);
    schedule.set(item("a"), 100);
    schedule.set(item("b"), 5000);
    ahead = 60_000;
    await clock.advance(100);
    expect(fired).toEqual([
      [100, "a"],
      [100, "b"],
    ]);
  });

  it("doesn't wait for a timer that stood still meanwhile, as while a computer sleeps", async () => {
    let ahead = 0;
    const clock = new VirtualClock();
    const { schedule, fired } = setUp(clock, () => clock.now() + ahead);
    schedule.set(item("a"), 60_000);
    ahead = 3_600_000;
    schedule.set(item("b"), 3_600_000);
    await clock.advance(0);
    expect(fired.flat()).toEqual([0, "a", 0, "b"]);
  });
});

describe("the timer on the host's clock", () => {
  it("is set for the next item when the scheduler has run the one before at once", () => {
    const told: string[] = [];
    const schedule = new Schedule<Item>(queueScheduler, () => queueScheduler.now());
    schedule.due.subscribe(({ id }) => told.push(id));
    schedule.set(item("a"), Date.now());
    schedule.set(item("b"), Date.now() + 100);
    vi.advanceTimersByTime(100);
    expect([told, vi.getTimerCount()]).toEqual([["a", "b"], 0]);
  });

  it("is gone when nothing is left to do", () => {
    const schedule = new Schedule<Item>(asyncScheduler, () => asyncScheduler.now());
    const [a, b] = [item("a"), item("b")];
    schedule.set(a, Date.now() + 100);
    schedule.set(b, Date.now() + 200);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(100);
    expect([a.dueAt, schedule.size, vi.getTimerCount()]).toEqual([undefined, 1, 1]);
    schedule.clear(b);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("Schedule, when an item was taken out and put back at the same time", () => {
  it("tells it once, and again only when it is set again and time has been given", async () => {
    const clock = new VirtualClock();
    const schedule = new Schedule<Scheduled>(clock, () => clock.now());
    const item: Scheduled = { dueAt: undefined };
    const turns: number[] = [];
    let turn = 0;
    schedule.due.subscribe(() => {
      turns.push(turn);
      if (turns.length === 1) schedule.set(item, 5);
    });
    schedule.set(item, 5);
    schedule.clear(item);
    schedule.set({ dueAt: undefined }, 100);
    schedule.set(item, 5);
    const advanced = clock.advance(5);
    const count = () => {
      turn += 1;
      if (turn < 1000) void Promise.resolve().then(count);
    };
    count();
    await advanced;
    expect(turns.length).toBe(2);
    expect(turns[1]).toBeGreaterThan(turns[0] ?? 0);
  });
});
