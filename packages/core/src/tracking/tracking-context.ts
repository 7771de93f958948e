import type { SchedulerLike } from "rxjs";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { PlanContext } from "../plan/plan-context.ts";
import type { Planner } from "../plan/planner.ts";
import type { PollErrorPolicy } from "../polling/poll-errors.ts";
import type { Operation } from "../protocol/operation.ts";
import type { MetadataReading } from "../protocol/operations.ts";
import type { BareEnds } from "./bare-ends.ts";

/** What everything that is tracked shares. */
export interface TrackingContext extends PlanContext {
  readonly planner: Planner;
  readonly pollErrors: PollErrorPolicy;
  readonly scheduler: SchedulerLike;
  /** When the watcher was created, by its scheduler. */
  readonly startedAt: number;
  readonly initial: Lifecycle;
  readonly bareEnds: BareEnds;
  /** What the service's metadata says, or what was wrong with reading it. */
  readMetadata(operation: Operation): (MetadataReading & { problem?: string }) | undefined;
}
