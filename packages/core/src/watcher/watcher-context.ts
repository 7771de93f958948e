import type { Observable } from "rxjs";
import { Lifecycle } from "../lifecycle/lifecycle.ts";
import { monotonicClock } from "../polling/clock.ts";
import { lookByGet } from "../polling/look.ts";
import { Schedule, type Scheduled } from "../polling/schedule.ts";
import type { Operation } from "../protocol/operation.ts";
import type { MetadataReading, Operations } from "../protocol/operations.ts";
import { messageOf } from "../protocol/thrown.ts";
import type { WatcherOptions } from "./watcher-options.ts";

/** Something that a watcher does at a time. */
export interface Alarm extends Scheduled {
  onDue(): void;
}

/** What all operations of a watcher share. */
export interface WatcherContext extends Omit<Required<WatcherOptions>, "remember"> {
  readonly operations: Operations;
  readonly now: () => number;
  readonly schedule: Schedule<Alarm>;
  readonly initial: Lifecycle;
  /** Numbers everything that is asked by when it was: an answer counts if it was asked after the last that did. */
  readonly asks: { readonly latest: number; next(): number };
  /** One look at an operation, by the way that the watcher has chosen for it. */
  look(name: string): Observable<Operation>;
  /** What the service's metadata says, or what was wrong with reading it. */
  readMetadata(operation: Operation): (MetadataReading & { problem?: string }) | undefined;
  /** Keeps an operation that nobody watches any more for a while. */
  remember(operation: { readonly name: string }): void;
}

/** Assembles a context; its one subscription lives as long as the schedule itself. */
export function createWatcherContext(
  operations: Operations,
  settings: Required<WatcherOptions>,
  remember: WatcherContext["remember"],
): WatcherContext {
  const now = monotonicClock(settings.scheduler);
  const schedule = new Schedule<Alarm>(settings.scheduler, now);
  schedule.due.subscribe((alarm) => alarm.onDue());
  return {
    ...settings,
    operations,
    now,
    schedule,
    initial: Lifecycle.initial(),
    asks: countAsks(),
    look: (name) => lookByGet(operations, name, { timeoutMs: settings.requestTimeoutMs }),
    readMetadata({ metadata }) {
      if (metadata === undefined || metadata === null) return undefined;
      try {
        return operations.readMetadata?.(metadata);
      } catch (thrown) {
        return { problem: `readMetadata failed: ${messageOf(thrown)}` };
      }
    },
    remember,
  };
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
