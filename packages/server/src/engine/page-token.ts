import { badRequest } from "../bad-request.ts";

/** The list that a token continues: another list refuses it. The page size may change. */
export interface ListScope {
  readonly parent: string;
  readonly filter: string;
}

/** An opaque, URL-safe token that continues a list after a position; short, since the filter is in the URL too. */
export function formatPageToken(scope: ListScope, after: number): string {
  return `${after.toString(36)}-${checksum(scope)}`;
}

/**
 * The position after which a token continues its list; 0, the beginning, without a token.
 *
 * @throws RpcError INVALID_ARGUMENT when it isn't a token or belongs to another list.
 */
export function parsePageToken(scope: ListScope, token = ""): number {
  if (token === "") return 0;
  const [, position, sum] = /^([\da-z]{1,11})-([\da-z]{1,7})$/.exec(token) ?? [];
  if (position === undefined) {
    const problem = "not a token of this service; pass nextPageToken as it was returned";
    throw badRequest("pageToken", problem);
  }
  if (sum !== checksum(scope)) {
    const problem = "a token of another list; only pageSize may change between pages";
    throw badRequest("pageToken", problem);
  }
  return Number.parseInt(position, 36);
}

/** Tells one list from another (FNV-1a). Forging it only gets another page of the list asked for. */
function checksum({ parent, filter }: ListScope): string {
  let sum = 0x81_1c_9d_c5;
  for (const character of JSON.stringify([parent, filter])) {
    sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  }
  return (sum >>> 0).toString(36);
}
