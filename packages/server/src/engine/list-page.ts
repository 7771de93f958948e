import type { ListOperationsRequest, ListOperationsResponse, Operation } from "@rx-lro/core";
import { badRequest } from "../bad-request.ts";
import { parseParent } from "./operation-name.ts";
import { formatPageToken, type ListScope, parsePageToken } from "./page-token.ts";

/** The largest page of any engine, and the one without a `pageSize`. */
const MAX_PAGE_SIZE = 1000;

/** What a list request asks of a store: the operations of `scope` after a position, in creation order. */
export interface ListPage {
  readonly scope: ListScope;
  readonly after: number;
  readonly size: number;
}

/**
 * Reads a list request. A page size above the largest is lowered to it, 0 means the default (AIP-158).
 *
 * @throws RpcError INVALID_ARGUMENT for a bad parent, page size or token, and for any filter.
 */
export function parseListPage(request: ListOperationsRequest): ListPage {
  const { name, filter = "", pageSize = 0, pageToken } = request;
  if (!Number.isInteger(pageSize) || pageSize < 0) {
    throw badRequest("pageSize", `an integer from 0 is wanted, not ${pageSize}`);
  }
  if (filter !== "") {
    throw badRequest("filter", "operations can't be filtered here; leave it out");
  }
  const scope = { parent: parseParent("name", name), filter };
  const size = Math.min(pageSize || MAX_PAGE_SIZE, MAX_PAGE_SIZE);
  return { scope, after: parsePageToken(scope, pageToken), size };
}

/** The answer from what a store found: up to `size` operations, one more if there is a next page. */
export function toListResponse(
  { scope, size }: ListPage,
  found: readonly { readonly position: number; readonly operation: Operation }[],
): ListOperationsResponse {
  const page = found.slice(0, size);
  const operations = page.map(({ operation }) => operation);
  const last = page.at(-1);
  if (found.length <= size || last === undefined) return { operations };
  return { operations, nextPageToken: formatPageToken(scope, last.position) };
}
