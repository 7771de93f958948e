import { badRequest } from "../bad-request.ts";

/**
 * The name of a project, such as `projects/p`.
 *
 * @throws RpcError INVALID_ARGUMENT when it isn't one.
 */
export function parseProject(name: string): string {
  if (/^projects\/[\w.:-]*\w$/.test(name)) return name;
  throw badRequest("project", `one such as "projects/p" is wanted, not ${JSON.stringify(name)}`);
}

/**
 * A URL below the project `earthengine-legacy` as one below the caller's own project: the JavaScript client names
 * operations so of which it has the id alone, and its project in a header.
 *
 * @throws RpcError INVALID_ARGUMENT for a header that is no project.
 */
export function toOwnProject(url: URL, headers: Headers): URL {
  const project = headers.get("x-goog-user-project");
  const legacy = /^\/[^/]+\/(projects\/earthengine-legacy)\/operations\//.exec(url.pathname)?.[1];
  if (project === null || legacy === undefined) return url;
  const own = new URL(url);
  own.pathname = url.pathname.replace(legacy, parseProject(`projects/${project}`));
  return own;
}
