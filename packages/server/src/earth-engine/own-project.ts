import { badRequest } from "../bad-request.ts";

/**
 * The name of a project, such as `projects/p`.
 *
 * @throws RpcError INVALID_ARGUMENT when it isn't one.
 */
export function parseProject(name: string): string {
  if (/^projects\/[\w.:-]*\w$/.test(name)) return name;
  throw badRequest("project", `expected one such as "projects/p", got ${JSON.stringify(name)}`);
}

/**
 * Moves a URL below the project `earthengine-legacy` to the caller's own project: the JavaScript client uses it for
 * operations of which it has only the id, and sends its project in a header.
 *
 * @throws RpcError INVALID_ARGUMENT for a header that isn't a project.
 */
export function toOwnProject(url: URL, headers: Headers): URL {
  const project = headers.get("x-goog-user-project");
  const legacy = /^\/[^/]+\/(projects\/earthengine-legacy)\/operations\//.exec(url.pathname)?.[1];
  if (project === null || legacy === undefined) return url;
  const own = new URL(url);
  own.pathname = url.pathname.replace(legacy, parseProject(`projects/${project}`));
  return own;
}
