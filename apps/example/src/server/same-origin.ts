import type { OperationsHandler } from "@rx-lro/server";

const THIS_MACHINE = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Answers requests of its own pages and of programs, not those of other sites' pages: they could cancel and
 * delete with the relay's credentials. Asked under another name than this machine's, it doesn't answer either
 * (DNS rebinding).
 */
export function sameOriginOnly(handler: OperationsHandler): OperationsHandler {
  return async (request) => {
    const site = request.headers.get("sec-fetch-site") ?? "none";
    const isOwn = site === "same-origin" || site === "none";
    if (isOwn && THIS_MACHINE.has(new URL(request.url).hostname)) return handler(request);
    return new Response("only pages of this server are answered", { status: 403 });
  };
}
