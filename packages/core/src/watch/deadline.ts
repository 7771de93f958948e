import { atLeast } from "../polling/at-least.ts";
import type { Alarm } from "../polling/schedule.ts";
import type { TrackingContext } from "../tracking/tracking-context.ts";
import type { WatchOptions } from "./watch.ts";
import type { DeadlineToken } from "./watch-token.ts";

/** What a deadline does to its view. */
export interface DeadlineTarget {
  askToCancel(): unknown;
  end(reason: "deadline" | "detached"): void;
}

/** What `Date` can hold, in ms since 1970. A later deadline is none. */
const LATEST_DATE = 8.64e15;

/** Ends one view at its time: at once, or after a request to cancel and some grace. Armed while the view is used. */
export class Deadline implements Alarm {
  dueAt: number | undefined;
  readonly #context: TrackingContext;
  readonly #target: DeadlineTarget;
  readonly #graceMs: number;
  #cancels: boolean;
  #at: number;
  readonly #reason: "deadline" | "detached";

  private constructor(target: DeadlineTarget, context: TrackingContext, options: WatchOptions) {
    this.#target = target;
    this.#context = context;
    this.#cancels = options.onDeadline === "cancel";
    this.#reason = this.#cancels ? "deadline" : "detached";
    // JSON has no infinity, and a token is to be read again.
    this.#graceMs = Math.min(options.graceMs ?? 30_000, LATEST_DATE);
    this.#at = context.now() + (options.deadlineMs ?? Number.POSITIVE_INFINITY);
  }

  /** @throws RangeError or TypeError when an option isn't one. */
  static of(
    target: DeadlineTarget,
    context: TrackingContext,
    options: WatchOptions<unknown, unknown>,
  ): Deadline | undefined {
    const { deadlineMs, graceMs, onDeadline } = options;
    if (graceMs !== undefined) atLeast("graceMs", graceMs, 0);
    if (onDeadline !== undefined && onDeadline !== "detach" && onDeadline !== "cancel") {
      throw new TypeError(`onDeadline is "detach" or "cancel", not ${String(onDeadline)}`);
    }
    if (deadlineMs === undefined) return undefined;
    atLeast("deadlineMs", deadlineMs, 0);
    if (deadlineMs === Number.POSITIVE_INFINITY) return undefined;
    return new Deadline(target, context, options as WatchOptions);
  }

  /** Undefined once it has passed. */
  toJSON(): DeadlineToken | undefined {
    const { now, scheduler } = this.#context;
    const time = scheduler.now() + this.#at - now();
    if (time > LATEST_DATE) return undefined;
    const onDeadline = this.#reason === "deadline" ? "cancel" : "detach";
    const isInGrace = onDeadline === "cancel" && !this.#cancels;
    return {
      time: new Date(isInGrace ? time - this.#graceMs : time).toISOString(),
      onDeadline,
      graceMs: isInGrace ? Math.max(0, this.#at - now()) : this.#graceMs,
    };
  }

  arm(): void {
    if (this.#at === Number.POSITIVE_INFINITY) return;
    this.#context.schedule.set(this, this.#at);
  }

  disarm(): void {
    this.#context.schedule.clear(this);
  }

  onDue(): void {
    if (!this.#cancels) {
      // Once passed it has done its work; a view that is used again isn't ended again.
      this.#at = Number.POSITIVE_INFINITY;
      this.#target.end(this.#reason);
      return;
    }
    this.#cancels = false;
    this.#at = this.#context.now() + this.#graceMs;
    this.arm();
    this.#target.askToCancel();
  }
}

/** The options of the view that goes on; `now` is in ms since 1970. */
export function deadlineOptions(
  deadline: DeadlineToken | undefined,
  now: number,
): Pick<WatchOptions, "deadlineMs" | "graceMs" | "onDeadline"> {
  if (deadline === undefined) return {};
  const { graceMs, onDeadline, time } = deadline;
  return { deadlineMs: Math.max(0, Date.parse(time) - now), graceMs, onDeadline };
}
