import type { RpcError } from "@rx-lro/core";
import { badRequest } from "../bad-request.ts";

/** Which list a token goes on with: a token of one is refused by another. The page size may change. */
export interface ListScope {
  readonly parent: string;
  readonly filter: string;
}

/** An opaque, URL-safe token that continues a list after a position. */
export function formatPageToken({ parent, filter }: ListScope, after: number): string {
  const text = encodeURIComponent(JSON.stringify([parent, filter, after]));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The position after which a token continues its list; 0, the beginning, without a token.
 *
 * @throws RpcError INVALID_ARGUMENT when it isn't a token or is one of another list.
 */
export function parsePageToken({ parent, filter }: ListScope, token = ""): number {
  if (token === "") return 0;
  const json = decode(token);
  if (!Array.isArray(json) || !Number.isSafeInteger(json[2])) {
    throw badToken("not a token of this service; pass nextPageToken as it was answered");
  }
  if (json[0] !== parent || json[1] !== filter) {
    throw badToken("a token of another list; only pageSize may change between pages");
  }
  return json[2];
}

function decode(token: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(atob(token.replaceAll("-", "+").replaceAll("_", "/"))));
  } catch {
    return undefined;
  }
}

function badToken(problem: string): RpcError {
  return badRequest("pageToken", problem);
}
