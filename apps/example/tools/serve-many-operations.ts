import { createOperationsHandler, type OperationsHandler } from "@rx-lro/server";
import { type NodeServer, serve } from "@rx-lro/server/node";
import { exportSettings } from "../src/server/export-server.ts";
import { createMonitorHandler } from "../src/server/monitor-handler.ts";
import type { ManyOperations } from "./many-operations.ts";

/** Serves many operations, and the page that watches them. */
export function serveManyOperations(
  many: ManyOperations,
  page: OperationsHandler,
): Promise<NodeServer> {
  const operations = createOperationsHandler(many);
  return serve(createMonitorHandler({ operations, settings: exportSettings, page }));
}
