import type { SchedulerLike } from "rxjs";
import { describe, expect, it } from "vitest";
import { monotonicClock } from "../../src/polling/clock.ts";

/** A scheduler whose time is set by hand. */
function handSet(start: number) {
  const host = { time: start };
  const scheduler: SchedulerLike = {
    now: () => host.time,
    schedule: () => {
      throw new Error("a clock sets no timer");
    },
  };
  return { host, scheduler, now: monotonicClock(scheduler) };
}

describe("monotonicClock()", () => {
  it("begins at the scheduler's time and follows it", () => {
    const { host, now } = handSet(5000);
    const readings = [5000, 5000, 5001, 9000.5].map((time) => {
      host.time = time;
      return now();
    });
    expect(readings).toEqual([5000, 5000, 5001, 9000.5]);
  });

  it("counts what passed between its making and the first reading", () => {
    const { host, now } = handSet(100);
    host.time = 350;
    expect(now()).toBe(350);
  });

  it("stands still for one reading when the clock is set back, and goes on from there", () => {
    const { host, now } = handSet(10_000);
    const readings = [10_500, 4000, 4000, 4200, 5200].map((time) => {
      host.time = time;
      return now();
    });
    expect(readings).toEqual([10_500, 10_500, 10_500, 10_700, 11_700]);
  });

  it("stands still when the clock is set back before the first reading", () => {
    const { host, now } = handSet(10_000);
    host.time = 0;
    expect(now()).toBe(10_000);
    host.time = 10;
    expect(now()).toBe(10_010);
  });

  it("follows a clock that is set forward, and back again", () => {
    const { host, now } = handSet(0);
    const readings = [3_600_000, 10, 20].map((time) => {
      host.time = time;
      return now();
    });
    expect(readings).toEqual([3_600_000, 3_600_000, 3_600_010]);
  });

  it("keeps time for each user on its own", () => {
    const { host, scheduler, now } = handSet(0);
    host.time = 100;
    expect(now()).toBe(100);
    const later = monotonicClock(scheduler);
    host.time = 40;
    expect([now(), later()]).toEqual([100, 100]);
    host.time = 50;
    expect([now(), later()]).toEqual([110, 110]);
  });
});
