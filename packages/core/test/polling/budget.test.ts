import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget, type BudgetOptions } from "../../src/polling/budget.ts";
import { Schedule, type Scheduled } from "../../src/polling/schedule.ts";
import { VirtualClock } from "../../src/testing/index.ts";

interface Alarm extends Scheduled {
  onDue(): void;
}

/** A budget on virtual time, and when it granted what. */
function createBudget(options: BudgetOptions = {}) {
  const clock = new VirtualClock();
  const now = () => clock.now();
  const schedule = new Schedule<Alarm>(clock, now);
  schedule.due.subscribe((alarm) => alarm.onDue());
  const budget = new Budget(options, schedule, now);
  const grants: number[] = [];
  /** Asks for so many requests; each is over after a time, or never. */
  const ask = (count: number, tookMs = Number.POSITIVE_INFINITY) =>
    Array.from({ length: count }, () => {
      const ticket = {
        granted() {
          grants.push(clock.now());
          if (tookMs < Number.POSITIVE_INFINITY) clock.schedule(() => budget.leave(), tookMs);
        },
      };
      budget.enter(ticket);
      return ticket;
    });
  return { ask, budget, clock, grants };
}

/** The most that were granted in any second that begins with a grant. */
function mostInASecond(grants: readonly number[]): number {
  const inSecond = (from: number) => grants.filter((at) => at >= from && at < from + 1000).length;
  return Math.max(0, ...grants.map(inSecond));
}

describe("a budget of concurrency", () => {
  it.each([1, 2, 7])("of %i has no more requests under way", async (concurrency) => {
    const { ask, budget, clock, grants } = createBudget({ concurrency });
    ask(10);
    expect(grants.length).toBe(concurrency);
    budget.leave();
    await clock.advance(0);
    expect(grants.length).toBe(concurrency + 1);
    for (let over = 0; over < 10; over += 1) budget.leave();
    await clock.advance(0);
    expect(grants.length).toBe(10);
  });

  it("is 100 by default", () => {
    const { ask, grants } = createBudget();
    ask(150);
    expect(grants.length).toBe(100);
  });

  it("grants first what came first", async () => {
    const { budget, clock } = createBudget({ concurrency: 1 });
    const order: number[] = [];
    for (const id of [1, 2, 3, 4]) budget.enter({ granted: () => order.push(id) });
    for (let over = 0; over < 4; over += 1) budget.leave();
    await clock.advance(0);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("grants nothing to a caller that has withdrawn, and its place to the next", async () => {
    const { budget, clock } = createBudget({ concurrency: 1 });
    const order: number[] = [];
    const tickets = [1, 2, 3].map((id) => ({ granted: () => order.push(id) }));
    for (const ticket of tickets) budget.enter(ticket);
    budget.withdraw(tickets[1] as never);
    budget.leave();
    await clock.advance(0);
    expect(order).toEqual([1, 3]);
  });

  it("lets the next ones begin together", async () => {
    const { ask, budget, clock, grants } = createBudget({ concurrency: 3 });
    ask(6);
    for (let over = 0; over < 3; over += 1) budget.leave();
    expect([grants.length, clock.pending]).toEqual([3, 1]);
    await clock.advance(0);
    expect([grants.length, clock.pending]).toEqual([6, 0]);
  });

  it("has no timer any more when who comes later gets their place first", () => {
    const { ask, budget, clock, grants } = createBudget({ concurrency: 2 });
    ask(3);
    budget.leave();
    budget.leave();
    expect(clock.pending).toBe(1);
    ask(1);
    expect([grants.length, clock.pending]).toEqual([4, 0]);
  });

  it("may be entered again while it grants", () => {
    const { budget } = createBudget({ concurrency: 3 });
    const order: number[] = [];
    const ticket = (id: number) => ({
      granted() {
        order.push(id);
        if (id < 20) budget.enter(ticket(id + 10));
        budget.leave();
      },
    });
    for (const id of [1, 2, 3, 4]) budget.enter(ticket(id));
    expect(order.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24]);
  });

  it.each([
    [{ concurrency: 0 }],
    [{ concurrency: Number.NaN }],
    [{ perSecond: 0 }],
    [{ perSecond: -1 }],
    [{ perSecond: "5" as never }],
  ])("throws a RangeError for %j", (options) => {
    expect(() => createBudget(options)).toThrow(RangeError);
  });
});

describe("a budget of requests per second", () => {
  it.each([1, 3, 10, 0.5])("of %d begins no more in any second", async (perSecond) => {
    const { ask, clock, grants } = createBudget({ perSecond });
    ask(40, 10);
    await clock.advance(4000);
    expect(mostInASecond(grants)).toBeLessThanOrEqual(Math.max(1, perSecond));
  });

  it.each([1, 3, 10, 250, 5000, 0.5])("of %d is used up if needed", async (perSecond) => {
    const { ask, clock, grants } = createBudget({ perSecond });
    ask(10 * 5000, 0);
    await clock.advance(8000);
    expect(grants.length).toBeGreaterThanOrEqual(8 * perSecond * 0.99);
    expect(grants.length).toBeLessThanOrEqual(9 * perSecond + 1);
  });

  it("gives no turn to a caller that has already left, and no place of its to others", async () => {
    const { ask, budget, clock, grants } = createBudget({ concurrency: 1 });
    const left = new AbortController();
    left.abort("left");
    ask(2);
    await expect(budget.turn(left.signal)).rejects.toBe("left");
    await clock.advance(1000);
    expect([grants.length, clock.pending]).toEqual([1, 0]);
  });

  it("takes back the turn of who leaves while waiting for it, and gives its place to others", async () => {
    const { ask, budget, clock, grants } = createBudget({ concurrency: 1 });
    const controller = new AbortController();
    ask(2);
    const turn = budget.turn(controller.signal).catch((reason) => reason);
    await clock.advance(0);
    expect(grants.length).toBe(2);
    controller.abort("left");
    expect(await turn).toBe("left");
    // Over for both: the one that has left, and the one that had its place.
    budget.leave();
    budget.leave();
    ask(3);
    await clock.advance(1000);
    expect([grants.length, clock.pending]).toEqual([3, 0]);
  });

  it("counts what didn't wait for its turn", async () => {
    const { ask, budget, clock, grants } = createBudget({ perSecond: 2 });
    for (let spent = 0; spent < 10; spent += 1) budget.spend();
    ask(1);
    await clock.advance(3000);
    expect(grants).toEqual([]);
    await clock.advance(2000);
    expect(grants.length).toBe(1);
  });

  it("has no timer when nobody waits", async () => {
    const { ask, budget, clock } = createBudget({ perSecond: 1 });
    const tickets = ask(3);
    expect(clock.pending).toBe(1);
    for (const ticket of tickets) budget.withdraw(ticket);
    expect(clock.pending).toBe(0);
  });
});

describe("a budget after RESOURCE_EXHAUSTED", () => {
  /** Asks for a hundred requests in each second. */
  async function stress({ ask, clock, grants }: ReturnType<typeof createBudget>, seconds: number) {
    const perSecond: number[] = [];
    for (let second = 0; second < seconds; second += 1) {
      const before = grants.length;
      for (let tenth = 0; tenth < 10; tenth += 1) {
        ask(10, 0);
        await clock.advance(100);
      }
      perSecond.push(grants.length - before);
    }
    return perSecond;
  }

  it("is about half at once, and whole again within ten seconds", async () => {
    const set = createBudget();
    await stress(set, 3);
    set.budget.exhausted();
    const [first = 0, ...later] = await stress(set, 12);
    expect(first).toBeGreaterThanOrEqual(40);
    expect(first).toBeLessThanOrEqual(110);
    // What has waited is made up for, then all is as before.
    expect(later.at(-1)).toBeGreaterThanOrEqual(100);
    expect(set.clock.pending).toBe(0);
  });

  it("is cut once by answers that come together, and more by those that come later", async () => {
    const once = createBudget({ perSecond: 64 });
    once.ask(64, 0);
    await once.clock.advance(1000);
    for (let times = 0; times < 50; times += 1) once.budget.exhausted();
    const before = once.grants.length;
    once.ask(500, 0);
    await once.clock.advance(1000);
    expect(once.grants.length - before).toBeGreaterThanOrEqual(30);
  });

  it("is never cut to nothing", async () => {
    const { ask, budget, clock, grants } = createBudget({ perSecond: 64, concurrency: 2 });
    ask(64, 0);
    for (let second = 0; second < 100; second += 1) {
      budget.exhausted();
      await clock.advance(1000);
    }
    const before = grants.length;
    budget.exhausted();
    ask(5, 0);
    await clock.advance(60_000);
    expect(grants.length - before).toBeGreaterThanOrEqual(5);
  });

  it("isn't cut to the little that was asked for before", async () => {
    const { ask, budget, clock, grants } = createBudget();
    ask(1, 0);
    budget.exhausted();
    ask(50, 0);
    await clock.advance(5000);
    expect(grants.length).toBeGreaterThanOrEqual(20);
  });

  it("is half of what was begun in the second before, though a new one has just begun", async () => {
    const { ask, budget, clock, grants } = createBudget();
    ask(100, 0);
    await clock.advance(1050);
    ask(1, 0);
    budget.exhausted();
    const before = grants.length;
    ask(300, 0);
    await clock.advance(1000);
    expect(grants.length - before).toBeGreaterThanOrEqual(50);
    expect(grants.length - before).toBeLessThanOrEqual(65);
  });

  it("has nothing to do with what was begun long before", async () => {
    const { ask, budget, clock, grants } = createBudget();
    ask(1000, 0);
    await clock.advance(5000);
    ask(1, 0);
    budget.exhausted();
    const before = grants.length;
    ask(300, 0);
    await clock.advance(1000);
    expect(grants.length - before).toBeLessThanOrEqual(10);
  });

  it("is half of what was left when the service says so again", async () => {
    const { ask, budget, clock, grants } = createBudget({ perSecond: 64 });
    ask(1000, 0);
    await clock.advance(1000);
    for (const [least, most] of [
      [30, 40],
      [16, 21],
      [8, 12],
    ] as const) {
      const before = grants.length;
      budget.exhausted();
      await clock.advance(1000);
      expect(grants.length - before).toBeGreaterThanOrEqual(least);
      expect(grants.length - before).toBeLessThanOrEqual(most);
    }
  });

  it("cuts concurrency, too", () => {
    const { ask, budget, grants } = createBudget({ concurrency: 10 });
    ask(4);
    budget.exhausted();
    ask(20);
    expect(grants.length).toBeLessThanOrEqual(5 + 4);
    expect(grants.length).toBeGreaterThanOrEqual(4);
  });
});

it("a budget keeps its limits and forgets nobody, whatever is done to it", async () => {
  const step = fc.record({
    act: fc.constantFrom("ask", "ask", "exhausted", "spend", "wait", "wait", "withdraw"),
    count: fc.oneof(fc.nat(8), fc.nat(3000)),
    tookMs: fc.constantFrom(0, 5, 300, 3000),
  });
  const script = fc.record({
    concurrency: fc.integer({ min: 1, max: 5 }),
    perSecond: fc.constantFrom(1, 4, 50, Number.POSITIVE_INFINITY),
    steps: fc.array(step, { maxLength: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(script, async ({ concurrency, perSecond, steps }) => {
      const { budget, clock } = createBudget({ concurrency, perSecond });
      const waiting = new Set<{ granted(): void }>();
      let underWay = 0;
      let most = 0;
      const enter = (tookMs: number) => {
        const ticket = {
          granted() {
            expect(waiting.delete(ticket)).toBe(true);
            underWay += 1;
            most = Math.max(most, underWay);
            clock.schedule(() => {
              underWay -= 1;
              budget.leave();
            }, tookMs);
          },
        };
        waiting.add(ticket);
        budget.enter(ticket);
      };
      const acts = {
        ask: (count: number, tookMs: number) => {
          for (let times = 0; times < count % 8; times += 1) enter(tookMs);
        },
        exhausted: () => budget.exhausted(),
        spend: () => budget.spend(),
        wait: (count: number) => clock.advance(count),
        withdraw: () => {
          const [ticket] = waiting;
          if (ticket === undefined) return;
          waiting.delete(ticket);
          budget.withdraw(ticket);
        },
      };
      for (const { act, count, tookMs } of steps) await acts[act](count, tookMs);
      await clock.advance(3_600_000);
      expect(most).toBeLessThanOrEqual(concurrency);
      expect([waiting.size, underWay, clock.pending]).toEqual([0, 0, 0]);
    }),
    { numRuns: 200 },
  );
});
