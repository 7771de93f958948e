import { Lifecycle } from "../lifecycle/lifecycle.ts";
import { Counters, counted } from "../looks/counters.ts";
import { Planner } from "../plan/planner.ts";
import { Budget } from "../polling/budget.ts";
import { monotonicClock } from "../polling/clock.ts";
import { type Alarm, Schedule } from "../polling/schedule.ts";
import { Trial } from "../polling/trial.ts";
import type { MetadataReading, Operations } from "../protocol/operations.ts";
import { messageOf } from "../protocol/thrown.ts";
import { BareEnds } from "../tracking/bare-ends.ts";
import type { OperationContext } from "../tracking/tracked-operation.ts";
import type { WatcherOptions } from "./watcher-options.ts";

/** Assembles a context; its one subscription lives as long as the schedule itself. */
export function createWatcherContext(
  operations: Operations,
  settings: Required<WatcherOptions>,
  names: Pick<OperationContext, "inUse" | "hold" | "remember">,
): OperationContext {
  const startedAt = settings.scheduler.now();
  const now = monotonicClock(settings.scheduler, startedAt);
  const schedule = new Schedule<Alarm>(settings.scheduler, now);
  schedule.due.subscribe((alarm) => alarm.onDue());
  const counters = new Counters();
  const context: Omit<OperationContext, "planner"> = {
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
    asks: { latest: 0 },
    masks: new Trial(),
    bareEnds: new BareEnds(),
    readMetadata({ metadata }) {
      if (metadata === undefined || metadata === null) return undefined;
      try {
        return checked(operations.readMetadata?.(metadata));
      } catch (thrown) {
        return { problem: `readMetadata failed: ${messageOf(thrown)}` };
      }
    },
  };
  return Object.assign(context, {
    planner: new Planner(context as OperationContext, settings.plan),
  });
}

/** Progress that isn't from 0 to 1, such as a share of nothing, is a problem: nobody can show it. */
function checked(
  reading: MetadataReading | undefined,
): ReturnType<OperationContext["readMetadata"]> {
  if (reading?.progress === undefined || isShare(reading.progress)) return reading;
  const { progress, ...rest } = reading;
  return { ...rest, problem: `the progress is ${progress}, not from 0 to 1` };
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}
