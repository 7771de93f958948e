import { operationNameProblem } from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";

/** A new name below a parent. Its id is a UUIDv7 (RFC 9562): sorts by time, can't be guessed. */
export function createOperationName(parent: string, now: number): string {
  const time = now.toString(16).padStart(12, "0");
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  return parent === "" ? `operations/${id}` : `${parent}/operations/${id}`;
}

/** The parent in an operation's name, `""` for `operations/{id}`; undefined if it isn't an operation's. */
export function parentOfOperation(name: string): string | undefined {
  const match = /^(?:(.+)\/)?operations\/[^/]+$/.exec(name);
  return match === null ? undefined : (match[1] ?? "");
}

/**
 * A parent as a field of a request names it: `projects/p` or, with the collection as some services want it,
 * `projects/p/operations`. An empty one, or `operations` alone, is the root: `""`.
 *
 * @throws RpcError INVALID_ARGUMENT when it can't be part of a name.
 */
export function parseParent(field: string, value: string): string {
  if (value === "") return "";
  const problem = /\/$|\/\//.test(value)
    ? `${JSON.stringify(value)} has an empty segment`
    : operationNameProblem(value);
  if (problem !== undefined) throw badRequest(field, problem);
  return withoutCollection(value);
}

/** The parent in the name of its collection, so that there is one name for one list. */
export function withoutCollection(name: string): string {
  return name.replace(/(?:(?:^|\/)operations)+$/, "");
}
