/**
 * A request for an operation of the project `earthengine-legacy` as one for the caller's own project: the JavaScript
 * client names operations so of which it has the id alone, and its project in a header.
 */
export function toOwnProject(request: Request): Request {
  const project = request.headers.get("x-goog-user-project");
  if (project === null) return request;
  const url = new URL(request.url);
  const own = `/projects/${encodeURIComponent(project)}/operations/`;
  const pathname = url.pathname.replace("/projects/earthengine-legacy/operations/", own);
  return pathname === url.pathname
    ? request
    : new Request(new URL(pathname + url.search, url), request);
}
