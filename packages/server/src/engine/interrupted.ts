import { Code } from "@rx-lro/core/protocol";
import type { ResolvedMethod } from "./method.ts";
import { cancelledEnd, type OperationEnd, type OperationRecord } from "./operation-record.ts";

/**
 * How an operation that had no end when its engine closed or died ends now; undefined when its method is to run,
 * maybe again.
 *
 * `method` is the one that now has the name of the operation's method, if any; it runs `maxAttempts` times at most.
 */
export function endOfInterrupted(
  { method: name, attempt, cancelRequested }: OperationRecord,
  method: ResolvedMethod | undefined,
  maxAttempts: number,
): OperationEnd | undefined {
  if (cancelRequested) return cancelledEnd;
  if (method === undefined) {
    return failure(Code.UNIMPLEMENTED, `the engine was opened again without the method ${name}`);
  }
  // The attempt is stored before the handler is called: at 0 it never was.
  if (attempt === 0) return undefined;
  const reruns = method.onInterruption === "rerun";
  if (reruns && attempt < maxAttempts) return undefined;
  const why = reruns ? `the limit is ${maxAttempts}` : `the method ${name} isn't run again`;
  const message = `the engine ended during attempt ${attempt}; ${why}`;
  return failure(Code.ABORTED, message);
}

function failure(code: Code, message: string): OperationEnd {
  return { error: { code, message } };
}
