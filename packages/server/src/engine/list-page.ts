import type {
  ListOperationsRequest,
  ListOperationsResponse,
  Operation,
} from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";
import type { Filter } from "../filter/filter.ts";
import { matchesFilter } from "../filter/matches-filter.ts";
import { parseFilter } from "../filter/parse-filter.ts";
import { sizeOf } from "../json.ts";
import { parseParent } from "./operation-name.ts";
import type { OperationRecord } from "./operation-record.ts";
import { formatPageToken, type ListScope, parsePageToken } from "./page-token.ts";

/** The largest page of any engine, and the default. */
const MAX_PAGE_SIZE = 1000;
/** How many operations are shown to a filter for one page: 5 to 10 ms. */
const MAX_FILTERED = 200;
/** How many characters of results and reports end a page: its answer is one text; gRPC's are limited to 4 MiB. */
export const MAX_CHARACTERS = 4_000_000;
/** How many index entries a database looks through for a filtered page: 5 to 10 ms. */
export const MAX_LOOKED = 8_000;

/** What a list request asks of a store: the operations of `scope` after a position, in creation order. */
export interface ListPage {
  readonly scope: ListScope;
  readonly after: number;
  readonly size: number;
  /** The most operations that it looks at; one more means that there is a next page. */
  readonly maxShown: number;
  /** The filter in `scope`, parsed. */
  readonly filter: Filter | undefined;
}

/** A record and its place in the order of creation, from 1; a place is never used twice. */
export interface ListedRecord {
  readonly position: number;
  readonly record: OperationRecord;
}

/**
 * What a store found for a page, in creation order: all records that the filter may be true of, as far as it looked.
 */
export interface Candidates {
  readonly rows: Iterable<ListedRecord>;
  /** Once `rows` have been read to their end: the position up to which it looked, or undefined for all. */
  lookedUntil?(): number | undefined;
}

/**
 * Reads a list request. A page size above the largest is lowered to it, 0 means the default (AIP-158).
 *
 * @throws RpcError INVALID_ARGUMENT for a bad parent, page size, token or filter.
 */
export function parseListPage(request: ListOperationsRequest): ListPage {
  const { name, filter: text = "", pageSize = 0, pageToken } = request;
  if (!Number.isInteger(pageSize) || pageSize < 0) {
    throw badRequest("pageSize", `expected an integer from 0, got ${pageSize}`);
  }
  const filter = text.trim() === "" ? undefined : parseFilter(text);
  const scope = { parent: parseParent("name", name), filter: text };
  const size = Math.min(pageSize || MAX_PAGE_SIZE, MAX_PAGE_SIZE);
  const maxShown = filter === undefined ? size : MAX_FILTERED;
  return { scope, after: parsePageToken(scope, pageToken), size, maxShown, filter };
}

/**
 * The response made of what a store found.
 *
 * So that no page takes long, there are limits to the rows that a store looks at, to those that the filter is shown,
 * and to their size: a page may be short, or empty, and still have a next one (AIP-158).
 */
export function toListResponse(
  { scope, size, maxShown, filter }: ListPage,
  { rows, lookedUntil }: Candidates,
  show: (record: OperationRecord) => Operation,
): ListOperationsResponse {
  const operations: Operation[] = [];
  const upTo = (position: number) => {
    return { operations, nextPageToken: formatPageToken(scope, position) };
  };
  let shown = 0;
  let last = 0;
  let characters = 0;
  for (const { position, record } of rows) {
    const isFull = operations.length === size || shown === maxShown;
    if (isFull || characters > MAX_CHARACTERS) return upTo(last);
    const operation = show(record);
    if (filter === undefined || matchesFilter(filter, operation)) operations.push(operation);
    shown += 1;
    characters += sizeOf(record.end) + sizeOf(record.reported);
    last = position;
  }
  const until = lookedUntil?.();
  return until === undefined ? { operations } : upTo(until);
}
