import { VirtualTimeScheduler } from "rxjs";

/** How many promise reactions in a row are let through before time goes on. */
const DRAIN_TURNS = 100;

/**
 * An RxJS scheduler whose time stands still until a test moves it.
 *
 * Between any two actions it lets promises settle, which `TestScheduler.run` doesn't: so polls that return
 * promises run in virtual time. Begins at 0 ms.
 *
 * @example
 * ```ts
 * import { createWatcher } from "@rx-lro/core";
 * import { createScriptedOperations, running, succeeded, VirtualClock } from "@rx-lro/core/testing";
 * const clock = new VirtualClock();
 * const operations = createScriptedOperations({ get: [running("o"), succeeded("o")] });
 * createWatcher(operations, { scheduler: clock }).watch("o").states.subscribe();
 * await clock.advance(2000);
 * ```
 */
export class VirtualClock extends VirtualTimeScheduler {
  /** How many timers are set. If it isn't 0 after everybody has left, something leaks. */
  get pending(): number {
    return this.actions.length;
  }

  /**
   * Moves time on by `ms`, running what falls due in order, and lets promises settle after each. Rejects with what
   * an action throws, or with a RangeError for a time that is negative or not finite.
   */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY))
      throw new RangeError(`time can't be moved by ${ms} ms`);
    const end = this.frame + ms;
    await drain();
    for (let action = this.actions[0]; action && action.delay <= end; action = this.actions[0]) {
      this.actions.shift();
      this.frame = Math.max(this.frame, action.delay);
      const error = action.execute(action.state, action.delay);
      if (error) throw error;
      await drain();
    }
    this.frame = end;
  }

  /** A promise that is fulfilled after `ms` of virtual time, or rejected by the signal. */
  delay(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        timer.unsubscribe();
        reject(signal?.reason);
      };
      const timer = this.schedule(() => {
        signal?.removeEventListener("abort", abort);
        resolve();
      }, ms);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }
}

async function drain(): Promise<void> {
  for (let turn = 0; turn < DRAIN_TURNS; turn += 1) await undefined;
}
