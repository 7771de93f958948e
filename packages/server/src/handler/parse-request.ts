import {
  type ListOperationsRequest,
  operationNameProblem,
  parseDuration,
  type WaitOperationRequest,
} from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";
import { withoutCollection } from "../engine/operation-name.ts";
import type { BodyFields } from "./read-body.ts";

/**
 * The name in an encoded path.
 *
 * A `%2F` is a `/`, since clients encode whole names. Google's gax for Node sends some below `operations/`, as in
 * `operations/operations%2Fid`.
 *
 * @throws RpcError INVALID_ARGUMENT when it can't be a name.
 */
export function parseName(inPath = ""): string {
  const [, whole] = /^operations\/((?:[^/]+%2f)?operations%2f[^/]+)$/i.exec(inPath) ?? [];
  return checkName(decodeURIComponent(whole ?? inPath));
}

function checkName(name: string): string {
  const problem = operationNameProblem(name);
  if (problem !== undefined) throw badRequest("name", problem);
  return name;
}

/**
 * A list request from the path and the query. `projects/p/operations` names the parent `projects/p`, as some services
 * want it: `authorize` is told one name for one list.
 *
 * @throws RpcError INVALID_ARGUMENT that names the bad field.
 */
export function parseListRequest(
  inPath: string | undefined,
  query: URLSearchParams,
): ListOperationsRequest {
  const inQuery = query.get("name") ?? "";
  const asked = inPath ? parseName(inPath) : inQuery && checkName(inQuery);
  const filter = query.get("filter");
  const pageSize = parsePageSize(read(query, "pageSize", "page_size"));
  const pageToken = read(query, "pageToken", "page_token");
  const partial = parseBoolean(
    "returnPartialSuccess",
    read(query, "returnPartialSuccess", "return_partial_success"),
  );
  return {
    name: withoutCollection(asked),
    ...(filter && { filter }),
    ...(pageSize !== undefined && { pageSize }),
    ...(pageToken && { pageToken }),
    ...(partial !== undefined && { returnPartialSuccess: partial }),
  };
}

/**
 * A wait request; its timeout is a Duration in the body or the query.
 *
 * @throws RpcError INVALID_ARGUMENT that names the bad field.
 */
export function parseWaitRequest(
  name: string,
  query: URLSearchParams,
  body: BodyFields,
): WaitOperationRequest {
  const { timeout: inBody } = body;
  const timeout = inBody ?? (query.get("timeout") || undefined);
  if (timeout === undefined) return { name };
  const timeoutMs = parseDuration(timeout);
  if (timeoutMs !== undefined && timeoutMs >= 0) return { name, timeoutMs };
  const shown = JSON.stringify(timeout);
  throw badRequest("timeout", `expected a duration from 0s, such as "3.5s", got ${shown}`);
}

// Queries may spell a field in either of proto3 JSON's two ways.
function read(query: URLSearchParams, name: string, protoName: string): string {
  return query.get(name) ?? query.get(protoName) ?? "";
}

function parsePageSize(text: string): number | undefined {
  if (text === "") return undefined;
  const pageSize = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (pageSize <= 2_147_483_647) return pageSize;
  throw badRequest("pageSize", `expected an integer from 0, got ${JSON.stringify(text)}`);
}

function parseBoolean(field: string, text: string): boolean | undefined {
  if (text === "") return undefined;
  if (text === "true" || text === "false") return text === "true";
  throw badRequest(field, `expected true or false, got ${JSON.stringify(text)}`);
}
