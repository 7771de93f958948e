import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs a task now and, `pauseMs` after each end, again. The task doesn't reject.
 *
 * Returns a function that stops it, which resolves when the task no longer runs.
 */
export function repeat(task: () => Promise<void>, pauseMs: number): () => Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await task();
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const ended = run();
  return () => {
    controller.abort();
    return ended;
  };
}
