import { type Any, type Operation, type Outcome, readOperation } from "@rx-lro/core";
import { ConformanceError } from "./conformance-error.ts";
import { expectEqual } from "./expect-equal.ts";
import { standardFailure, standardMetadata, standardResponse } from "./standard-ends.ts";

/**
 * How an operation has ended.
 *
 * @throws ConformanceError when it hasn't ended, or can't be read.
 */
export function readEnd(operation: Operation): Outcome {
  const reading = readOperation(operation);
  if (reading.type === "done") return reading.outcome;
  const problem = reading.type === "malformed" ? reading.problem : "it is not done";
  throw new ConformanceError(`${operation.name} has no end that can be read: ${problem}`, {
    actual: operation,
  });
}

/** @throws ConformanceError when an outcome isn't the standard response. */
export function expectStandardResponse(what: string, outcome: Outcome): void {
  const { response } = expectType(what, outcome, "succeeded");
  expectEqual(`${what}: response`, withoutType(response), standardResponse);
}

/** @throws ConformanceError when an outcome isn't a success, or has anything in its response. */
export function expectBareSuccess(what: string, outcome: Outcome): void {
  const { response } = expectType(what, outcome, "succeeded");
  expectEqual(`${what}: response`, withoutType(response), response && {});
}

/** @throws ConformanceError when an outcome isn't the standard failure. */
export function expectStandardFailure(what: string, outcome: Outcome): void {
  const { status } = expectType(what, outcome, "failed");
  const { code, message, details } = status;
  expectEqual(
    `${what}: code and message`,
    [code, message],
    [standardFailure.code, standardFailure.message],
  );
  const told = details.map(({ "@type": type, reason, domain }) => ({
    type: type?.slice(type.lastIndexOf("/") + 1),
    reason,
    domain,
  }));
  const { reason, domain } = standardFailure.details[0];
  expectEqual(`${what}: details`, told, [{ type: "google.rpc.ErrorInfo", reason, domain }]);
}

/** @throws ConformanceError when metadata lacks any of the standard metadata. */
export function expectStandardMetadata(what: string, metadata: Any | null | undefined): void {
  const told = Object.keys(standardMetadata).map((field) => [field, metadata?.[field]]);
  expectEqual(what, Object.fromEntries(told), standardMetadata);
}

/** @throws ConformanceError when an outcome isn't of a type. */
export function expectType<T extends { readonly type: string }, K extends T["type"]>(
  what: string,
  outcome: T,
  type: K,
): Extract<T, { readonly type: K }> {
  expectEqual(what, outcome.type, type);
  return outcome as Extract<T, { readonly type: K }>;
}

function withoutType(any: Any | undefined): object | undefined {
  if (any === undefined) return undefined;
  const { "@type": _, ...fields } = any;
  return fields;
}
