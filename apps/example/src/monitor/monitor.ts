import { Code, isRpcError, messageOf, type Watcher } from "@rx-lro/core";
import {
  animationFrameScheduler,
  auditTime,
  buffer,
  catchError,
  EMPTY,
  from,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  pairwise,
  repeat,
  type SchedulerLike,
  Subject,
  share,
} from "rxjs";
import { newsBetween, summarise } from "./news.ts";
import { decodeTaskMetadata, type Task, type Tasks, titleOf } from "./task.ts";

/** All that the page watches and does. */
export interface Monitor {
  /** At most one value a frame, however much has changed. A subscriber keeps the service looked at. */
  readonly states: Observable<Tasks>;
  /** What has been settled, in words, at most twice a second. Shares the looks of `states`. */
  readonly news: Observable<string>;
  /** Looks now, such as after an operation was started, even when contact was lost. */
  refresh(): void;
  /** Asks to cancel each of them; states and news tell what it led to. Looks again if contact was lost. */
  cancel(tasks: readonly Task[]): void;
  /** Deletes them; each leaves the states once the service has said that it is gone. */
  delete(tasks: readonly Task[]): void;
}

/** How long news is gathered, so that it is told together. */
const NEWS_MS = 500;

/** A browser has six connections for a server; looks and cancellations don't queue behind those that delete. */
const AT_ONCE = 4;

/** The clock of a monitor. */
export interface MonitorOptions {
  /** Times states and news. @defaultValue the browser's animation frames for states, timers for news */
  readonly scheduler?: SchedulerLike;
}

/** Watches the operations of a parent for a page, frame by frame, and tells the news. */
export function createMonitor(
  watcher: Watcher,
  parent: string,
  { scheduler }: MonitorOptions = {},
): Monitor {
  const all = watcher.watchAll(parent, { metadata: decodeTaskMetadata });
  const asked = new Subject<void>();
  const undeleted = new Subject<string>();

  const states = all.pipe(
    // Subscribes again on request, since it completes when contact is lost.
    repeat({ delay: () => asked }),
    auditTime(0, scheduler ?? animationFrameScheduler),
    share(),
  );
  const settled = states.pipe(
    pairwise(),
    mergeMap(([before, now]) => newsBetween(before.operations, now.operations)),
  );
  const items = merge(settled, undeleted).pipe(share());

  const refresh = () => {
    all.refresh();
    asked.next();
  };
  return {
    states,
    news: items.pipe(buffer(items.pipe(auditTime(NEWS_MS, scheduler))), map(summarise)),
    refresh,
    cancel(tasks) {
      const outcomes = merge(...tasks.map(({ name }) => watcher.watch(name).cancel()));
      // Operations that have ended make way for others that waited.
      outcomes.subscribe({ complete: refresh });
      asked.next();
    },
    delete(tasks) {
      const forget = (task: Task) => {
        const forgotten = from(watcher.operations.deleteOperation({ name: task.name }));
        return forgotten.pipe(
          ignoreElements(),
          catchError((error: unknown) => {
            // Somebody was faster, has pressed Delete twice, or the answer to a first request was lost.
            if (isRpcError(error) && error.code === Code.NOT_FOUND) return EMPTY;
            return of(`${titleOf(task)} couldn’t be deleted: ${messageOf(error)}`);
          }),
        );
      };
      from(tasks)
        .pipe(mergeMap(forget, AT_ONCE))
        .subscribe({
          next: (problem) => undeleted.next(problem),
          complete: refresh,
        });
    },
  };
}
