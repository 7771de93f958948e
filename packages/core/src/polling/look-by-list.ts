import type { Observable } from "rxjs";
import { shown } from "../lifecycle/read-operation.ts";
import { isObject } from "../protocol/any.ts";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type {
  CallOptions,
  ListOperationsRequest,
  ListOperationsResponse,
  Operations,
} from "../protocol/operations.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import { fromCall, type LookOptions } from "./look.ts";

/** What one look at a parent shows. */
export interface ListSight {
  readonly operations: readonly Operation[];
  /** Locations that could not be asked; operations there may be missing. */
  readonly unreachable: readonly string[];
  /** Every page was read. `false`: an operation that isn't here may exist all the same. */
  readonly isComplete: boolean;
}

/** How a look at a whole list is made. */
export interface ListLookOptions extends LookOptions {
  /** Waited for before each page after the first. Rejects when the signal aborts. */
  turn?(signal: AbortSignal): Promise<void>;
}

/** More pages than this would be a download, not a look. */
export const MAX_PAGES = 100;

/**
 * One look at all operations of a parent: each subscription reads the list page by page and emits it whole.
 *
 * Only an empty token ends a list; pages may be empty (AIP-158). After a repeated token or a hundred pages the
 * look ends incomplete. Unsubscribing aborts it. `timeoutMs` is for each page.
 */
export function lookByList(
  operations: Pick<Operations, "listOperations">,
  request: Omit<ListOperationsRequest, "pageToken">,
  { turn, ...options }: ListLookOptions = {},
): Observable<ListSight> {
  return fromCall(async (signal) => {
    const pages: ListOperationsResponse[] = [];
    const tokens = new Set<string>();
    let token: string | undefined;
    do {
      if (token !== undefined) {
        tokens.add(token);
        await turn?.(signal);
        signal.throwIfAborted();
      }
      const asked = token === undefined ? request : { ...request, pageToken: token };
      const page = await readPage(operations, asked, { ...options, signal });
      pages.push(page);
      token = page.nextPageToken || undefined;
    } while (token !== undefined && !tokens.has(token) && pages.length < MAX_PAGES);
    const unreachable = [...new Set(pages.flatMap((page) => page.unreachable ?? []))];
    const isComplete = token === undefined && unreachable.length === 0;
    return { operations: pages.flatMap((page) => page.operations), unreachable, isComplete };
  });
}

/** One page of a list; an `RpcError` when a row isn't an object. Unsubscribing aborts it. */
export function lookByPage(
  operations: Pick<Operations, "listOperations">,
  request: ListOperationsRequest,
  options: LookOptions = {},
): Observable<ListOperationsResponse> {
  return fromCall((signal) => readPage(operations, request, { ...options, signal }));
}

async function readPage(
  operations: Pick<Operations, "listOperations">,
  request: ListOperationsRequest,
  options: CallOptions,
): Promise<ListOperationsResponse> {
  const page = await operations.listOperations(request, { ...options, retry: false });
  for (const row of page.operations) {
    if (isObject(row)) continue;
    const problem = `the list of ${request.name} has ${shown(row)} for an operation`;
    throw new RpcError(Code.INTERNAL, problem);
  }
  return page;
}
