import { Code, RpcError } from "@rx-lro/core/protocol";

/** Work that a signal can end. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/** How long work may take. */
export interface Deadline {
  readonly timeoutMs: number;
  /** What ran out of time, for the message. */
  readonly name: string;
  /** What failed meanwhile, as the cause. */
  cause?: unknown;
}

/**
 * Runs work until its time is over or the caller's signal aborts, whether or not the work heeds its own signal.
 *
 * Leaves no timer, and no listener on the caller's signal.
 */
export function runWithDeadline<T>(
  deadline: Deadline,
  signal: AbortSignal | undefined,
  work: Work<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const controller = new AbortController();
    // The caller is told first: work that ends because of the abort must not replace the reason.
    const end = (reason: unknown) => {
      settle();
      reject(reason);
      controller.abort(reason);
    };
    const abort = () => end(signal?.reason);
    const late = () => {
      end(
        new RpcError(
          Code.DEADLINE_EXCEEDED,
          `${deadline.name}: no answer within ${deadline.timeoutMs} ms`,
          deadline, // for its cause, if there is one
        ),
      );
    };
    const timer = setTimeout(late, deadline.timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    signal?.addEventListener("abort", abort);
    work(controller.signal).then(
      (value) => {
        settle();
        resolve(value);
      },
      (reason: unknown) => {
        settle();
        reject(reason);
      },
    );
  });
}
