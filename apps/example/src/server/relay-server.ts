import type { OperationsHandler } from "@rx-lro/server";
import { type NodeServer, serve } from "@rx-lro/server/node";
import { createMonitorHandler } from "./monitor-handler.ts";
import { createRelayHandler } from "./relay-handler.ts";
import type { RelaySettings } from "./relay-settings.ts";

/** Serves the page over another service's operations. The browser sees only this server, and no token. */
export function startRelayServer(
  settings: RelaySettings,
  page: OperationsHandler,
  port = 0,
): Promise<NodeServer> {
  const { target, project } = settings;
  const handler = createMonitorHandler({
    operations: createRelayHandler(settings),
    settings: { parent: `projects/${project}`, service: new URL(target).host, canExport: false },
    page,
  });
  return serve(handler, { port });
}
