import { Lifecycle } from "../lifecycle/lifecycle.ts";
import { Budget } from "../polling/budget.ts";
import { monotonicClock } from "../polling/clock.ts";
import { Schedule, type Scheduled } from "../polling/schedule.ts";
import { Trial } from "../polling/trial.ts";
import type { Operation } from "../protocol/operation.ts";
import type { MetadataReading, Operations } from "../protocol/operations.ts";
import { messageOf } from "../protocol/thrown.ts";
import { BareEnds } from "./bare-ends.ts";
import { type Calls, Counters, counted } from "./counters.ts";
import { Planner } from "./planner.ts";
import type { Resting } from "./resting-place.ts";
import type { TrackedOperation } from "./tracked-operation.ts";
import type { WatcherOptions } from "./watcher-options.ts";

/** Something that a watcher does at a time. */
export interface Alarm extends Scheduled {
  onDue(): void;
}

/** Where something rests until it is due. */
export interface Timetable {
  set(item: Resting, at: number): void;
  clear(item: Resting): void;
}

/** What all operations of a watcher share. */
export interface WatcherContext
  extends Omit<Required<WatcherOptions>, "remember" | "plan" | "budget"> {
  readonly operations: Operations;
  /** The methods of `operations` for all requests: they are counted. */
  readonly calls: Calls;
  /** Ms since the watcher was created: small numbers, which hosts keep in little memory. */
  readonly now: () => number;
  /** When the watcher was created, by its scheduler. */
  readonly startedAt: number;
  readonly schedule: Schedule<Alarm>;
  readonly budget: Budget;
  readonly planner: Planner;
  readonly counters: Counters;
  readonly initial: Lifecycle;
  /** Numbers everything that is asked by when it was: an answer counts if it was asked after the last that did. */
  readonly asks: { readonly latest: number; next(): number };
  /** Whether the service can leave out of an answer what nobody asked for. */
  readonly masks: Trial;
  readonly bareEnds: BareEnds;
  /** What the service's metadata says, or what was wrong with reading it. */
  readMetadata(operation: Operation): (MetadataReading & { problem?: string }) | undefined;
  /** The operation of this name, if anybody holds it. */
  known(name: string): TrackedOperation | undefined;
  /** The same, if it is held: observed, or remembered. */
  inUse(name: string): TrackedOperation | undefined;
  /** Keeps an operation as long as it is observed, unless it was forgotten and there is another of its name. */
  hold(operation: TrackedOperation): void;
  /** Keeps an operation that nobody watches any more for a while. */
  remember(operation: TrackedOperation): void;
}

/** Assembles a context; its one subscription lives as long as the schedule itself. */
export function createWatcherContext(
  operations: Operations,
  settings: Required<WatcherOptions>,
  names: Pick<WatcherContext, "known" | "inUse" | "hold" | "remember">,
): WatcherContext {
  const startedAt = settings.scheduler.now();
  const now = monotonicClock(settings.scheduler, startedAt);
  const schedule = new Schedule<Alarm>(settings.scheduler, now);
  schedule.due.subscribe((alarm) => alarm.onDue());
  const counters = new Counters();
  const context: Omit<WatcherContext, "planner"> = {
    ...settings,
    ...names,
    operations,
    calls: counted(operations, counters),
    now,
    startedAt,
    schedule,
    budget: new Budget(settings.budget, schedule, now),
    counters,
    initial: Lifecycle.initial(),
    asks: countAsks(),
    masks: new Trial(),
    bareEnds: new BareEnds(),
    readMetadata({ metadata }) {
      if (metadata === undefined || metadata === null) return undefined;
      try {
        return operations.readMetadata?.(metadata);
      } catch (thrown) {
        return { problem: `readMetadata failed: ${messageOf(thrown)}` };
      }
    },
  };
  return Object.assign(context, { planner: new Planner(context as WatcherContext, settings.plan) });
}

function countAsks(): WatcherContext["asks"] {
  let latest = 0;
  return {
    get latest() {
      return latest;
    },
    next: () => ++latest,
  };
}
