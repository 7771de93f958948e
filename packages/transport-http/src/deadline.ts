import { Code, RpcError } from "@rx-lro/core";

/** Work that ends with a signal. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/** How long work may take. */
export interface Deadline {
  readonly timeoutMs: number;
  /** Whose time it is, for the message. */
  readonly name: string;
}

/**
 * Runs work until its time is over or the caller's signal aborts, whatever the work makes of its own signal.
 *
 * Leaves no timer, and no listener on the caller's signal.
 */
export async function runWithDeadline<T>(
  { timeoutMs, name }: Deadline,
  signal: AbortSignal | undefined,
  work: Work<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  const late = `${name}: no answer within ${timeoutMs} ms`;
  const timer = setTimeout(
    () => controller.abort(new RpcError(Code.DEADLINE_EXCEEDED, late)),
    timeoutMs,
  );
  try {
    return await new Promise((resolve, reject) => {
      // First: work that ends because of the abort must not replace the reason.
      controller.signal.onabort = () => reject(controller.signal.reason);
      work(controller.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
