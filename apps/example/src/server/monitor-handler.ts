import type { OperationsHandler } from "@rx-lro/server";
import type { PageSettings } from "../client/page-settings.ts";
import { sameOriginOnly } from "./same-origin.ts";

/** What one origin serves. */
export interface MonitorParts {
  /** Everything below `/v1/`: operations, and what starts them. */
  readonly operations: OperationsHandler;
  readonly settings: PageSettings;
  /** Everything below `/exports/`. */
  readonly images?: OperationsHandler | undefined;
  /** Everything else. */
  readonly page?: OperationsHandler | undefined;
}

/** The task monitor on one origin: its page, what the page needs to know, the operations and their images. */
export function createMonitorHandler(parts: MonitorParts): OperationsHandler {
  const { operations, settings, images = nothing, page = nothing } = parts;
  return sameOriginOnly(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/v1/")) return operations(request);
    if (pathname.startsWith("/exports/")) return images(request);
    if (pathname === "/settings.json") return Response.json(settings);
    return page(request);
  });
}

async function nothing(): Promise<Response> {
  return new Response("there is nothing here", { status: 404 });
}
