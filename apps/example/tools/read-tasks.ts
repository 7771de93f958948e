/** A task of a page's main thread. */
export interface MainThreadTask {
  /** When it began, since the navigation. */
  readonly atMs: number;
  /** By the clock, so other programs count where processors are shared. */
  readonly ms: number;
  /** The time that it had a processor. */
  readonly processorMs: number;
}

/** What Chromium must trace for `readTasks`. */
export const TASK_CATEGORIES = ["toplevel", "blink.user_timing"];

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** In microseconds, like all times here. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly documentLoaderURL?: string } };
}

/** The tasks since the navigation to a page, in a trace by Chromium. */
export function readTasks(trace: Buffer, url: string): readonly MainThreadTask[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const navigation = traceEvents.findLast(
    ({ name, args }) => name === "navigationStart" && args.data?.documentLoaderURL?.startsWith(url),
  );
  if (navigation === undefined) throw new Error(`the trace has no navigation to ${url}`);
  return traceEvents
    .filter(({ name, pid, tid, ts }) => {
      const isThere = pid === navigation.pid && tid === navigation.tid && ts >= navigation.ts;
      return isThere && name === "ThreadControllerImpl::RunTask";
    })
    .map(({ ts, dur = 0, tdur = 0 }) => ({
      atMs: (ts - navigation.ts) / 1000,
      ms: dur / 1000,
      processorMs: tdur / 1000,
    }));
}
