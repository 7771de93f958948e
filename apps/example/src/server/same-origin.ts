import { type OperationsHandler, withCors } from "@rx-lro/server";

const THIS_MACHINE = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Answers requests from its own pages and from programs, not from other sites' pages: they could cancel and
 * delete with the relay's credentials. They may link here, which changes nothing. Requests under a name other
 * than this machine's are refused too (DNS rebinding).
 */
export function sameOriginOnly(handler: OperationsHandler): OperationsHandler {
  // For browsers that say where a request comes from only by its Origin.
  const answer = withCors(handler, { origins: [] });
  return async (request) => {
    if (!THIS_MACHINE.has(new URL(request.url).hostname)) {
      return refuse("this server answers on its own machine alone, as localhost");
    }
    const site = request.headers.get("sec-fetch-site") ?? "none";
    if (site === "same-origin" || site === "none" || isLink(request)) return answer(request);
    return refuse("only pages of this server are answered");
  };
}

/** Whether another site's page only leads to this one, of which it can read nothing. */
function isLink({ headers, method }: Request): boolean {
  return method === "GET" && headers.get("sec-fetch-dest") === "document";
}

function refuse(reason: string): Response {
  return new Response(reason, { status: 403 });
}
