import { messageOf } from "@rx-lro/core";
import type { OperationsHandler } from "@rx-lro/server";
import { type NodeServer, serve } from "@rx-lro/server/node";
import { SettingError } from "../setting-error.ts";
import { createTokenSource } from "./access-token.ts";
import { createMonitorHandler } from "./monitor-handler.ts";
import { createRelayHandler } from "./relay-handler.ts";
import type { RelaySettings } from "./relay-settings.ts";

/**
 * Serves the page over another service's operations. The browser sees only this server, and no token.
 *
 * @throws SettingError when there is no token to be had.
 */
export async function startRelayServer(
  settings: RelaySettings,
  page: OperationsHandler,
  port = 0,
): Promise<NodeServer> {
  const { target, project } = settings;
  const accessToken = createTokenSource(settings);
  try {
    await accessToken({ refresh: false });
  } catch (cause) {
    throw new SettingError(`RX_LRO_TOKEN_COMMAND: ${messageOf(cause)}`, { cause });
  }
  const handler = createMonitorHandler({
    operations: createRelayHandler(settings, accessToken),
    settings: { parent: `projects/${project}`, service: new URL(target).host, canExport: false },
    page,
  });
  return serve(handler, { port });
}
