import type { Observable } from "rxjs";
import { Code } from "../protocol/code.ts";
import type { Operation } from "../protocol/operation.ts";
import type { ListOperationsRequest, Operations } from "../protocol/operations.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import { fromCall, type LookOptions } from "./look.ts";

/** What one look at a parent shows. */
export interface ListSight {
  readonly operations: readonly Operation[];
  /** Locations that could not be asked; operations there may be missing. */
  readonly unreachable: readonly string[];
  /** Every page was read. `false`: an operation that isn't here may be there all the same. */
  readonly isComplete: boolean;
}

/** More is no look but a download. */
const MAX_PAGES = 100;

/**
 * One look at all operations of a parent: each subscription reads the list page by page and gives it whole.
 *
 * Only an empty token ends a list, pages may be empty (AIP-158). A token that comes twice, or a hundred pages,
 * end the look incomplete. Unsubscribing aborts it. `timeoutMs` is for each page.
 */
export function lookByList(
  operations: Operations,
  request: Omit<ListOperationsRequest, "pageToken">,
  options: LookOptions = {},
): Observable<ListSight> {
  return fromCall(async (signal) => {
    const rows: Operation[] = [];
    const unreachable = new Set<string>();
    const tokens = new Set<string>();
    const read = async (pageToken?: string) => {
      const page = await operations.listOperations(
        pageToken === undefined ? request : { ...request, pageToken },
        { ...options, signal, retry: false },
      );
      rows.push(...page.operations.map((row) => checked(row, request.name)));
      for (const location of page.unreachable ?? []) unreachable.add(location);
      return page.nextPageToken || undefined;
    };

    let token = await read();
    while (token !== undefined && !tokens.has(token) && tokens.size < MAX_PAGES - 1) {
      tokens.add(token);
      token = await read(token);
    }
    const isComplete = token === undefined && unreachable.size === 0;
    return { operations: rows, unreachable: [...unreachable], isComplete };
  });
}

function checked(row: Operation, parent: string): Operation {
  if (typeof row === "object" && row !== null) return row;
  throw new RpcError(Code.INTERNAL, `the list of ${parent} has ${String(row)} for an operation`);
}
