import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { ListOperationsResponse } from "../protocol/operations.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import { type Body, describeBody } from "./describe-body.ts";

/** A 2xx answer. */
export interface Answer extends Body {
  /** The HTTP status. */
  readonly status: number;
}

/**
 * The operation in an answer to get or wait, as it was sent: JSON whatever the Content-Type says.
 *
 * @throws RpcError INTERNAL when it isn't a JSON object.
 */
export function readOperationAnswer(answer: Answer): Operation {
  return readObject(answer) as unknown as Operation;
}

/**
 * The page in an answer to list, without empty fields.
 *
 * @throws RpcError INTERNAL when it isn't one.
 */
export function readListAnswer(answer: Answer): ListOperationsResponse {
  const { operations, nextPageToken, unreachable } = readObject(answer);
  const rows = operations ?? [];
  if (!Array.isArray(rows) || !rows.every(isObject)) {
    throw malformed(answer, "a list of operations");
  }
  return {
    operations: rows as unknown as Operation[],
    ...(typeof nextPageToken === "string" && nextPageToken !== "" && { nextPageToken }),
    ...(Array.isArray(unreachable) && unreachable.length > 0 && { unreachable }),
  };
}

/**
 * Checks an answer to cancel or delete: a JSON object, usually `{}`, or nothing.
 *
 * @throws RpcError INTERNAL when it is something else, such as the page of a proxy.
 */
export function checkEmptyAnswer(answer: Answer): void {
  if (answer.text.trim() !== "") readObject(answer);
}

function readObject(answer: Answer): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch (cause) {
    throw malformed(answer, "JSON", cause);
  }
  if (!isObject(json)) throw malformed(answer, "a JSON object");
  return json;
}

function malformed(answer: Answer, wanted: string, cause?: unknown): RpcError {
  const message = `HTTP ${answer.status} with ${describeBody(answer, wanted)}`;
  return new RpcError(Code.INTERNAL, message, { httpStatus: answer.status, cause });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
