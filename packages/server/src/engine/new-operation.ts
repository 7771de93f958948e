import { messageOf } from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";
import { toJsonCopy, toJsonObject } from "../json.ts";
import { createOperationName } from "./operation-name.ts";
import { createRecord, type OperationRecord } from "./operation-record.ts";

/** What is stored of an operation when it is started. */
export interface NewOperation {
  readonly record: OperationRecord;
  /** JSON, or undefined. */
  readonly input: unknown;
  /** Unique; undefined without a requestId. */
  readonly requestKey: string | undefined;
}

/** A request to start an operation. */
export interface OperationAsked {
  readonly parent: string;
  readonly method: string;
  readonly input: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** `""` for none. */
  readonly requestId: string;
}

/**
 * A new operation, with a name of its own and copies of what was given.
 *
 * @throws RpcError INVALID_ARGUMENT for an input or metadata that isn't JSON.
 */
export function toNewOperation(asked: OperationAsked): NewOperation {
  const { parent, method, requestId } = asked;
  const requestKey = requestId === "" ? undefined : JSON.stringify([parent, method, requestId]);
  const now = Date.now();
  const name = createOperationName(parent, now);
  const reported = asJson("metadata", () => toJsonObject(asked.metadata));
  const input = asJson("input", () => toJsonCopy(asked.input));
  return { record: createRecord({ name, parent, method, reported }, now), input, requestKey };
}

function asJson<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw badRequest(field, `not JSON: ${messageOf(cause)}`, cause);
  }
}
