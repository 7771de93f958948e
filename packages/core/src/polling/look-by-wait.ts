import type { Observable } from "rxjs";
import type { Operation } from "../protocol/operation.ts";
import type { Operations } from "../protocol/operations.ts";
import { fromCall, type LookOptions, readable } from "./look.ts";

/**
 * One look by WaitOperation: the service answers when the operation is done, or after `holdMs` at the latest, with
 * its state then.
 *
 * As {@link lookByGet} otherwise; `timeoutMs` is the time for the call beside the wait.
 */
export function lookByWait(
  operations: Pick<Operations, "waitOperation">,
  name: string,
  { holdMs, timeoutMs, ...options }: LookOptions & { readonly holdMs: number },
): Observable<Operation> {
  const call = timeoutMs === undefined ? options : { ...options, timeoutMs: holdMs + timeoutMs };
  return fromCall((signal) =>
    operations
      .waitOperation({ name, timeoutMs: holdMs }, { ...call, signal, retry: false })
      .then((operation) => readable(name, operation)),
  );
}
