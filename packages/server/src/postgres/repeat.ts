import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs a task now and again and again, so long after its last end. The task doesn't reject.
 *
 * Returns what stops it, which resolves when the task doesn't run any more.
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
