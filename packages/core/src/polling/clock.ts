import type { SchedulerLike } from "rxjs";

/**
 * The scheduler's time in ms since `start`, but never going back: when the host's clock is set back, time stands
 * still for one reading and goes on from there.
 */
export function monotonicClock(scheduler: SchedulerLike, start = 0): () => number {
  let last = scheduler.now();
  let time = last - start;
  return () => {
    const now = scheduler.now();
    time += Math.max(0, now - last);
    last = now;
    return time;
  };
}
