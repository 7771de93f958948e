import type { End } from "../server/operation-set.ts";

/** What hand-written clients read of an operation. */
export interface Operation {
  readonly name: string;
  readonly done?: boolean;
  readonly error?: { readonly code: number };
}

/** What hand-written clients read of a page of a list. */
export interface Page {
  readonly operations: readonly Operation[];
  readonly nextPageToken?: string;
}

/** How a finished operation ended. */
export function endOf({ error }: Operation): End {
  if (error === undefined) return "succeeded";
  return error.code === 1 ? "cancelled" : "failed";
}
