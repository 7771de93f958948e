import type { SchedulerAction, Subscription } from "rxjs";
import { VirtualClock } from "../../src/testing/index.ts";

/** A virtual clock that notes the delay of every timer that is set on it. */
export class RecordingClock extends VirtualClock {
  readonly delays: number[] = [];

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay = 0,
    state?: T,
  ): Subscription {
    this.delays.push(delay);
    return super.schedule(work, delay, state);
  }
}

/** The longest delay in ms that the hosts' timers can hold. */
export const MAX_TIMER_MS = 2_147_483_647;
