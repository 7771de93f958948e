import { Code, RpcError } from "@rx-lro/core";

/** Work that ends with a signal; `lift` takes the time limit away. */
export type LimitedWork<T> = (signal: AbortSignal, lift: () => void) => Promise<T>;

/**
 * Runs work until its time is over (DEADLINE_EXCEEDED) or the caller's signal aborts, whatever the work makes of its
 * own signal. Leaves no timer, and no listener on the caller's signal.
 */
export async function runWithin<T>(
  timeoutMs: number,
  caller: AbortSignal,
  work: LimitedWork<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const follow = (): void => controller.abort(caller.reason);
  const timer = setTimeout(() => {
    const message = `the call took longer than ${timeoutMs} ms`;
    controller.abort(new RpcError(Code.DEADLINE_EXCEEDED, message));
  }, timeoutMs);
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  caller.addEventListener("abort", follow);
  if (caller.aborted) follow();
  try {
    return await Promise.race([aborted, work(signal, () => clearTimeout(timer))]);
  } finally {
    clearTimeout(timer);
    caller.removeEventListener("abort", follow);
  }
}
