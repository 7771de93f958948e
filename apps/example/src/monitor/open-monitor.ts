import { createWatcher, exponentialBackoff } from "@rx-lro/core";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import type { PageSettings } from "../client/page-settings.ts";
import { createMonitor, type Monitor } from "./monitor.ts";

/** Watches the operations of the server that the page comes from. */
export function openMonitor({ canExport, parent }: PageSettings): Monitor {
  const baseUrl = location.origin;
  const operations = createHttpOperations(earthEngine({ version: "v1", baseUrl }));
  // Our own server is asked often; for another service the defaults spare its quota.
  const backoff = exponentialBackoff(canExport ? { initialMs: 400, maxMs: 2000 } : {});
  // No waits: held requests would leave other tabs without connections, as a browser has six for a server.
  const plan = { ways: ["get", "list"] } as const;
  return createMonitor(createWatcher(operations, { plan, backoff }), parent);
}
