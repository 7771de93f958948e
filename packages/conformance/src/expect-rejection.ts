import { type Code, codeName, isRpcError, type RpcError } from "@rx-lro/core";
import { ConformanceError } from "./conformance-error.ts";
import { expectEqual, expectSame, inWords } from "./expect-equal.ts";

/**
 * Checks that a call rejects with an `RpcError` of a code, and returns that error.
 *
 * @throws ConformanceError that begins with `what`.
 */
export async function expectRejection(
  what: string,
  call: Promise<unknown>,
  code: Code,
): Promise<RpcError> {
  const thrown = await rejectionOf(what, call);
  if (!isRpcError(thrown)) {
    const message = `${what}: expected an RpcError, got ${inWords(thrown)}`;
    throw new ConformanceError(message, { actual: thrown, cause: thrown });
  }
  expectEqual(what, codeName(thrown.code), codeName(code));
  return thrown;
}

/**
 * Checks that a call rejects with the very reason of an abort.
 *
 * @throws ConformanceError that begins with `what`.
 */
export async function expectAbort(
  what: string,
  call: Promise<unknown>,
  reason: unknown,
): Promise<void> {
  expectSame(what, await rejectionOf(what, call), reason);
}

async function rejectionOf(what: string, call: Promise<unknown>): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (thrown) {
    // From the time limit around the call: it has neither answered nor rejected.
    if (thrown instanceof ConformanceError) throw thrown;
    return thrown;
  }
  throw new ConformanceError(`${what}: expected a rejection, got ${inWords(answer)}`, {
    actual: answer,
  });
}
