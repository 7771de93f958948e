import { type CancellationOutcome, messageOf, type Watcher } from "@rx-lro/core";
import {
  animationFrameScheduler,
  auditTime,
  buffer,
  map,
  merge,
  mergeMap,
  type Observable,
  pairwise,
  repeat,
  type SchedulerLike,
  Subject,
  share,
} from "rxjs";
import { cancellationInWords } from "../client/cancellation-in-words.ts";
import { newsBetween, summarise } from "./news.ts";
import { decodeTaskMetadata, type Task, type Tasks, titleOf } from "./task.ts";

/** All that the page watches and does. */
export interface Monitor {
  /** One value a frame at most, however much has changed. Whoever subscribes has the service looked at. */
  readonly states: Observable<Tasks>;
  /** What has been settled, in words, twice a second at most. Shares the looks of `states`. */
  readonly news: Observable<string>;
  /** Looks now, such as for what has just been started, also after contact was lost. */
  refresh(): void;
  /** Asks to cancel each of them; what it leads to is in their states and in the news. Looks again after contact was lost. */
  cancel(tasks: Iterable<Task>): void;
  /** Has them forgotten; each is gone from the states when the service has said so. */
  delete(tasks: Iterable<Task>): Promise<void>;
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
  const asked = new Subject<void>();
  const told = new Subject<string>();

  const states = all.pipe(
    // It completes when contact is lost.
    repeat({ delay: () => asked }),
    auditTime(0, scheduler ?? animationFrameScheduler),
    share(),
  );
  const settled = states.pipe(
    pairwise(),
    mergeMap(([before, now]) => newsBetween(before.operations, now.operations)),
  );
  const items = merge(settled, told).pipe(share());

  const refresh = () => {
    all.refresh();
    asked.next();
  };
  return {
    states,
    news: items.pipe(buffer(items.pipe(auditTime(NEWS_MS, scheduler))), map(summarise)),
    refresh,
    cancel(tasks) {
      for (const task of tasks) {
        const tell = (outcome: CancellationOutcome) =>
          told.next(`${titleOf(task)}: cancellation: ${cancellationInWords(outcome)}`);
        // What has ended makes way for what waited.
        watcher.watch(task.name).cancel().subscribe({ next: tell, complete: refresh });
      }
      asked.next();
    },
    async delete(tasks) {
      const forget = async (task: Task) => {
        try {
          await watcher.operations.deleteOperation({ name: task.name });
        } catch (error) {
          told.next(`${titleOf(task)} couldn’t be deleted: ${messageOf(error)}`);
        }
      };
      await Promise.all(Array.from(tasks, forget));
      refresh();
    },
  };
}
