import type { Observable } from "rxjs";
import type { Operation } from "../protocol/operation.ts";
import type { Operations } from "../protocol/operations.ts";
import { fromCall, type LookOptions, readable } from "./look.ts";

/**
 * One look by WaitOperation: the service answers with the operation's state when it is done, or after `holdMs` at
 * the latest.
 *
 * Otherwise like {@link lookByGet}; `timeoutMs` is what the call may take on top of the wait.
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
