import { Code } from "@rx-lro/core";
import type { ResolvedMethod } from "./method.ts";
import { cancelledEnd, type OperationEnd, type OperationRecord } from "./operation-record.ts";

/**
 * How an operation ends that had no end when its engine did; undefined when its method is to run, once more if it
 * ran before.
 *
 * `method` is what its method's name stands for now, if anything; it runs `maxAttempts` times at most.
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
  // The attempt is stored before the handler is called: without one it never was.
  if (attempt === 0) return undefined;
  const reruns = method.onInterruption === "rerun";
  if (reruns && attempt < maxAttempts) return undefined;
  const why = reruns
    ? `${maxAttempts} are all that there may be`
    : `the method ${name} isn't run again`;
  const message = `the engine ended during attempt ${attempt}; ${why}`;
  return failure(Code.ABORTED, message);
}

function failure(code: Code, message: string): OperationEnd {
  return { error: { code, message } };
}
