import type { OperationsHandler } from "@rx-lro/server";

const THIS_MACHINE = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Answers requests of its own pages and of programs, not those of other sites' pages: they could cancel and
 * delete with the relay's credentials. They may link here, which changes nothing. Asked under another name than
 * this machine's, it doesn't answer either (DNS rebinding).
 */
export function sameOriginOnly(handler: OperationsHandler): OperationsHandler {
  return async (request) => {
    if (!THIS_MACHINE.has(new URL(request.url).hostname)) {
      return refuse("this server answers on its own machine alone, as localhost");
    }
    const site = request.headers.get("sec-fetch-site") ?? "none";
    if (site === "same-origin" || site === "none" || isLink(request)) return handler(request);
    return refuse("only pages of this server are answered");
  };
}

/** A page of another site shows this one instead of itself, and reads nothing of it. */
function isLink({ headers, method }: Request): boolean {
  return method === "GET" && headers.get("sec-fetch-dest") === "document";
}

function refuse(reason: string): Response {
  return new Response(reason, { status: 403 });
}
