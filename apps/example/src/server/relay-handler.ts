import { createOperationsHandler, type OperationsHandler } from "@rx-lro/server";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import { createTokenSource } from "./access-token.ts";
import type { RelaySettings } from "./relay-settings.ts";

/**
 * Passes requests on to another service, with credentials that stay here: the client of that service behind
 * the handler that serves any `Operations`.
 */
export function createRelayHandler(settings: RelaySettings): OperationsHandler {
  const { target, quotaProject } = settings;
  const operations = createHttpOperations({
    ...earthEngine({ version: "v1", baseUrl: target }),
    accessToken: createTokenSource(settings),
    ...(quotaProject && { headers: { "x-goog-user-project": quotaProject } }),
    // The page looks again by itself.
    retry: false,
  });
  return createOperationsHandler(operations);
}
