import {
  createOperationsHandler,
  type OperationsHandler,
  type RequestLog,
  restrictOperations,
} from "@rx-lro/server";
import { type AccessToken, createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import type { RelaySettings } from "./relay-settings.ts";

/**
 * Passes requests for a project's operations on to another service, with credentials that stay here: the client of
 * that service behind the handler that serves any `Operations`.
 */
export function createRelayHandler(
  settings: RelaySettings,
  accessToken: AccessToken,
): OperationsHandler {
  const { target, project, quotaProject } = settings;
  const operations = createHttpOperations({
    ...earthEngine({ version: "v1", baseUrl: target }),
    accessToken,
    ...(quotaProject && { headers: { "x-goog-user-project": quotaProject } }),
    // The page looks again by itself.
    retry: false,
  });
  const parent = `projects/${project}`;
  const names = (name: string) => name === parent || name.startsWith(`${parent}/operations/`);
  return createOperationsHandler(restrictOperations(operations, { names }), {
    log: warnOfProblems(),
  });
}

/** Tells the terminal, not the browser, why the service doesn't answer; the same problem again and again only once. */
function warnOfProblems() {
  let last = "";
  return ({ err }: RequestLog): void => {
    const problem = err instanceof Error ? err.message : "";
    if (problem !== "" && problem !== last) process.emitWarning(problem);
    last = problem;
  };
}
