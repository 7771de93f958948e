import { Code, RpcError } from "@rx-lro/core/protocol";

/** Work that ends when its signal aborts; `lift` removes the time limit. */
export type LimitedWork<T> = (signal: AbortSignal, lift: () => void) => Promise<T>;

/**
 * Runs work until its time is over (DEADLINE_EXCEEDED) or the caller's signal aborts, even if the work ignores its own
 * signal; not at all if the caller's has aborted. Leaves no timer, and no listener on the caller's signal.
 */
export async function runWithin<T>(
  timeoutMs: number,
  caller: AbortSignal,
  work: LimitedWork<T>,
): Promise<T> {
  caller.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const controller = new AbortController();
    const end = (reason: unknown): void => {
      reject(reason);
      controller.abort(reason);
    };
    const follow = (): void => end(caller.reason);
    const timer = setTimeout(() => {
      const message = `the call took longer than ${timeoutMs} ms`;
      end(new RpcError(Code.DEADLINE_EXCEEDED, message));
    }, timeoutMs);
    caller.addEventListener("abort", follow);
    work(controller.signal, () => clearTimeout(timer))
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        caller.removeEventListener("abort", follow);
      });
  });
}
