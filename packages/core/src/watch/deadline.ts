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

type DeadlineOptions = Required<Pick<WatchOptions, "deadlineMs" | "graceMs" | "onDeadline">>;

/** What `Date` can hold, in ms since 1970. A later deadline is none. */
const LATEST_DATE = 8.64e15;

/** Ends one view at its deadline: at once, or after a request to cancel and some grace. Armed while the view is used. */
export class Deadline implements Alarm {
  dueAt: number | undefined;
  readonly #context: TrackingContext;
  readonly #target: DeadlineTarget;
  readonly #graceMs: number;
  readonly #onDeadline: "detach" | "cancel";
  #isInGrace = false;
  #at: number;

  private constructor(target: DeadlineTarget, context: TrackingContext, options: DeadlineOptions) {
    this.#target = target;
    this.#context = context;
    this.#onDeadline = options.onDeadline;
    // JSON has no infinity, and a token must be readable again.
    this.#graceMs = Math.min(options.graceMs, LATEST_DATE);
    this.#at = context.now() + options.deadlineMs;
  }

  /** @throws RangeError or TypeError for an invalid option. */
  static of(
    target: DeadlineTarget,
    context: TrackingContext,
    options: WatchOptions<unknown, unknown>,
  ): Deadline | undefined {
    const { deadlineMs = LATEST_DATE, graceMs = 30_000, onDeadline = "detach" } = options;
    atLeast("deadlineMs", deadlineMs, 0);
    atLeast("graceMs", graceMs, 0);
    if (onDeadline !== "detach" && onDeadline !== "cancel") {
      throw new TypeError(`onDeadline is "detach" or "cancel", not ${String(onDeadline)}`);
    }
    if (deadlineMs >= LATEST_DATE) return undefined;
    return new Deadline(target, context, { deadlineMs, graceMs, onDeadline });
  }

  /** Undefined once it has passed. */
  toJSON(): DeadlineToken | undefined {
    const { now, scheduler } = this.#context;
    const time = scheduler.now() + this.#at - now();
    if (time > LATEST_DATE) return undefined;
    const isInGrace = this.#isInGrace;
    return {
      time: new Date(isInGrace ? time - this.#graceMs : time).toISOString(),
      onDeadline: this.#onDeadline,
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
    const cancels = this.#onDeadline === "cancel";
    if (!cancels || this.#isInGrace) {
      // Once passed it has done its work; a view that is used again isn't ended again.
      this.#at = Number.POSITIVE_INFINITY;
      this.#target.end(cancels ? "deadline" : "detached");
      return;
    }
    this.#isInGrace = true;
    this.#at = this.#context.now() + this.#graceMs;
    this.arm();
    this.#target.askToCancel();
  }
}

/** The options of the resumed view; `now` is in ms since 1970. */
export function deadlineOptions(
  deadline: DeadlineToken | undefined,
  now: number,
): Pick<WatchOptions, "deadlineMs" | "graceMs" | "onDeadline"> {
  if (deadline === undefined) return {};
  const { graceMs, onDeadline, time } = deadline;
  return { deadlineMs: Math.max(0, Date.parse(time) - now), graceMs, onDeadline };
}
