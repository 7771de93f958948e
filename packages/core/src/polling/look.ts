import { Observable } from "rxjs";
import { readOperation } from "../lifecycle/read-operation.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Operations } from "../protocol/operations.ts";
import { RpcError } from "../protocol/rpc-error.ts";

/** How a look is made. */
export interface LookOptions {
  /** Rejects the look after this time. */
  readonly timeoutMs?: number;
  /** A field mask for the answer. */
  readonly fields?: string;
}

/**
 * One look by GetOperation: each subscription sends one request and emits one operation or an `RpcError`.
 *
 * Unsubscribing aborts the request. No retry inside: the next look is the retry. An answer that isn't an
 * operation fails with INTERNAL, unless it says that it is done: then it is an end that can't be read.
 */
export function lookByGet(
  operations: Pick<Operations, "getOperation">,
  name: string,
  options: LookOptions = {},
): Observable<Operation> {
  return fromCall((signal) =>
    operations
      .getOperation({ name }, { ...options, signal, retry: false })
      .then((operation) => readable(name, operation)),
  );
}

/** The answer, if it is an operation or the end of one. */
export function readable(name: string, operation: Operation): Operation {
  const reading = readOperation(operation);
  if (reading.type !== "malformed" || reading.done) return operation;
  throw new RpcError(Code.INTERNAL, `${name}: ${reading.problem}`);
}

/** A call as an observable: made at each subscription, aborted by unsubscribing, failing with an `RpcError`. */
export function fromCall<T>(call: (signal: AbortSignal) => Promise<T>): Observable<T> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    let isPending = true;
    const fail = (thrown: unknown) => {
      isPending = false;
      subscriber.error(RpcError.from(thrown));
    };
    try {
      call(controller.signal).then((value) => {
        isPending = false;
        subscriber.next(value);
        subscriber.complete();
      }, fail);
    } catch (thrown) {
      fail(thrown);
    }
    return () => {
      if (isPending) controller.abort();
    };
  });
}
