import { isObject } from "../protocol/any.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { ListOperationsResponse } from "../protocol/operations.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Answer } from "./answer.ts";
import { describeBody } from "./describe-body.ts";
import { readErrorResponse } from "./error-body.ts";
import { parseJson } from "./parse-json.ts";

/**
 * The operation in an answer to get, wait or a call that starts one, as it was sent: JSON whatever the Content-Type
 * says.
 *
 * @throws RpcError with the service's error when the request failed, INTERNAL when the answer isn't a JSON object.
 */
export function readOperationAnswer(answer: Answer): Operation {
  return readObject(answer) as unknown as Operation;
}

/**
 * The page in an answer to list; the last one has no token.
 *
 * @throws RpcError with the service's error when the request failed, INTERNAL when the answer isn't a list.
 */
export function readListAnswer(answer: Answer): ListOperationsResponse {
  const page: Partial<ListOperationsResponse> = readObject(answer);
  const { nextPageToken, ...rest } = page;
  const operations = page.operations ?? [];
  if (!Array.isArray(operations) || operations.some((row) => !isObject(row))) {
    throw malformed(answer, "a list of operations");
  }
  return { ...rest, operations, ...(nextPageToken && { nextPageToken }) };
}

/**
 * Checks an answer to cancel or delete: a JSON object, usually `{}`, or nothing.
 *
 * @throws RpcError with the service's error when the request failed, INTERNAL when the answer is something else, such
 * as a proxy's page.
 */
export function checkEmptyAnswer(answer: Answer): void {
  readObject(answer, {});
}

function readObject(answer: Answer, fallback?: object): Readonly<Record<string, unknown>> {
  if (answer.status > 299) throw readErrorResponse(answer);
  const json = answer.text.trim() ? parseJson(answer.text) : fallback;
  if (!isObject(json)) throw malformed(answer, "a JSON object");
  return json;
}

function malformed(answer: Answer, wanted: string): RpcError {
  return new RpcError(Code.INTERNAL, describeBody(answer, wanted), { httpStatus: answer.status });
}
