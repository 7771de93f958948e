import { messageOf, type Watcher } from "@rx-lro/core";
import {
  animationFrameScheduler,
  auditTime,
  BehaviorSubject,
  buffer,
  combineLatest,
  map,
  merge,
  mergeMap,
  type Observable,
  pairwise,
  type SchedulerLike,
  Subject,
  scan,
  share,
  startWith,
  switchMap,
} from "rxjs";
import { newsBetween, summarise } from "./news.ts";
import { arrangeRows, type Row } from "./rows.ts";
import { decodeTaskMetadata, type Task, type Tasks } from "./task.ts";

/** What the page shows. */
export interface MonitorState {
  /** Undefined before the first answer. */
  readonly tasks: Tasks | undefined;
  readonly rows: readonly Row[];
}

/** All that the page watches and does. */
export interface Monitor {
  /** One value a frame at most, however much has changed. Whoever subscribes has the service looked at. */
  readonly states: Observable<MonitorState>;
  /** What has been settled, in words, twice a second at most. Shares the looks of `states`. */
  readonly news: Observable<string>;
  /** Looks again after contact was lost. */
  resume(): void;
  /** Asks to cancel each of them; what it leads to is in their states. */
  cancel(names: Iterable<string>): void;
  /** Has them forgotten; each is gone from the states when the service has said so. */
  delete(names: Iterable<string>): Promise<void>;
}

export const nothingYet: MonitorState = { tasks: undefined, rows: [] };

/** How long news are gathered, so that they are told together. */
const NEWS_MS = 500;

/** How time is told to a monitor. */
export interface MonitorOptions {
  /** When states and news are told. @defaultValue with the browser's animation frames, and timers */
  readonly scheduler?: SchedulerLike;
}

/** Watches the operations of a parent for a page: frame by frame, in order, with the news among them. */
export function createMonitor(
  watcher: Watcher,
  parent: string,
  { scheduler }: MonitorOptions = {},
): Monitor {
  const resumed = new Subject<void>();
  const deleted = new BehaviorSubject<ReadonlySet<string>>(new Set());
  const failures = new Subject<string>();

  const watched = resumed.pipe(
    startWith(undefined),
    switchMap(() => watcher.watchAll(parent, { metadata: decodeTaskMetadata })),
  );
  const tasks = combineLatest([watched, deleted]).pipe(
    map(([all, forgotten]) => without(all, forgotten)),
    auditTime(0, scheduler ?? animationFrameScheduler),
    share(),
  );
  const settled = tasks.pipe(
    pairwise(),
    mergeMap(([before, now]) => newsBetween(before.operations, now.operations)),
  );
  const items = merge(settled, failures).pipe(share());

  return {
    states: tasks.pipe(
      scan(
        (before, now) => ({ tasks: now, rows: arrangeRows(now.operations, before.rows) }),
        nothingYet,
      ),
      share(),
    ),
    news: items.pipe(buffer(items.pipe(auditTime(NEWS_MS, scheduler))), map(summarise)),
    resume: () => resumed.next(),
    cancel(names) {
      for (const name of names) watcher.watch(name).cancel().subscribe();
    },
    async delete(names) {
      const forget = async (name: string) => {
        try {
          await watcher.operations.deleteOperation({ name });
          deleted.next(new Set(deleted.value).add(name));
        } catch (error) {
          failures.next(`${name} couldn't be deleted: ${messageOf(error)}`);
        }
      };
      await Promise.all(Array.from(names, forget));
    },
  };
}

function without(tasks: Tasks, forgotten: ReadonlySet<string>): Tasks {
  if (forgotten.size === 0) return tasks;
  const operations = new Map<string, Task>(tasks.operations);
  for (const name of forgotten) operations.delete(name);
  return { ...tasks, operations };
}
