import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs a task now and, `pauseMs` after each end, again, also when it rejects.
 *
 * Returns a function that stops it, which resolves when the task no longer runs.
 */
export function repeat(
  task: () => Promise<void>,
  pauseMs: number,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await task().catch(onError);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const ended = run();
  return () => {
    controller.abort();
    return ended;
  };
}
