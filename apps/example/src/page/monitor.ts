import { messageOf, type Watcher } from "@rx-lro/core";
import {
  animationFrameScheduler,
  auditTime,
  buffer,
  map,
  merge,
  mergeMap,
  type Observable,
  pairwise,
  type SchedulerLike,
  Subject,
  share,
  startWith,
  switchMap,
} from "rxjs";
import { newsBetween, summarise } from "./news.ts";
import { decodeTaskMetadata, type Tasks } from "./task.ts";

/** All that the page watches and does. */
export interface Monitor {
  /** One value a frame at most, however much has changed. Whoever subscribes has the service looked at. */
  readonly states: Observable<Tasks>;
  /** What has been settled, in words, twice a second at most. Shares the looks of `states`. */
  readonly news: Observable<string>;
  /** Looks now, such as for what has just been started. */
  refresh(): void;
  /** Looks again after contact was lost. */
  resume(): void;
  /** Asks to cancel each of them; what it leads to is in their states. */
  cancel(names: Iterable<string>): void;
  /** Has them forgotten; each is gone from the states when the service has said so. */
  delete(names: Iterable<string>): Promise<void>;
}

/** How long news are gathered, so that they are told together. */
const NEWS_MS = 500;

/** How time is told to a monitor. */
export interface MonitorOptions {
  /** When states and news are told. @defaultValue with the browser's animation frames, and timers */
  readonly scheduler?: SchedulerLike;
}

/** Watches the operations of a parent for a page: frame by frame, with the news among them. */
export function createMonitor(
  watcher: Watcher,
  parent: string,
  { scheduler }: MonitorOptions = {},
): Monitor {
  const all = watcher.watchAll(parent, { metadata: decodeTaskMetadata });
  const resumed = new Subject<void>();
  const failures = new Subject<string>();

  const states = resumed.pipe(
    startWith(undefined),
    switchMap(() => all),
    auditTime(0, scheduler ?? animationFrameScheduler),
    share(),
  );
  const settled = states.pipe(
    pairwise(),
    mergeMap(([before, now]) => newsBetween(before.operations, now.operations)),
  );
  const items = merge(settled, failures).pipe(share());

  return {
    states,
    news: items.pipe(buffer(items.pipe(auditTime(NEWS_MS, scheduler))), map(summarise)),
    refresh: all.refresh,
    resume: () => resumed.next(),
    cancel(names) {
      // What has ended makes way for what waited.
      for (const name of names) watcher.watch(name).cancel().subscribe({ complete: all.refresh });
    },
    async delete(names) {
      const forget = async (name: string) => {
        try {
          await watcher.operations.deleteOperation({ name });
        } catch (error) {
          failures.next(`${name} couldn't be deleted: ${messageOf(error)}`);
        }
      };
      await Promise.all(Array.from(names, forget));
      all.refresh();
    },
  };
}
