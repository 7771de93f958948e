import { createHttpOperations } from "@rx-lro/transport-http";
import { SettingError } from "../setting-error.ts";

/** The service that a relay stands for, and where its credentials come from. */
export interface RelaySettings {
  /** The origin, such as `https://earthengine.googleapis.com`. */
  readonly target: string;
  /** The project whose operations are watched. */
  readonly project: string;
  readonly token?: string | undefined;
  /** A shell command that prints a token; run again when the service refuses the last one. */
  readonly tokenCommand?: string | undefined;
  /** Whose quota is used (`x-goog-user-project`). */
  readonly quotaProject?: string | undefined;
}

/** A project's id or number, alone or below a domain, as `example.com:project`. */
const PROJECT = /^[\w.:-]+$/;

/**
 * Reads `RX_LRO_TARGET`, `RX_LRO_PROJECT`, `RX_LRO_TOKEN` or `RX_LRO_TOKEN_COMMAND`, and
 * `RX_LRO_QUOTA_PROJECT`. Undefined without a target.
 *
 * @throws SettingError when one of them is wrong, or the target is given without the rest.
 */
export function readRelaySettings(
  environment: Readonly<Record<string, string | undefined>>,
): RelaySettings | undefined {
  const target = environment["RX_LRO_TARGET"];
  if (!target) return undefined;
  const project = environment["RX_LRO_PROJECT"];
  const token = environment["RX_LRO_TOKEN"];
  const tokenCommand = environment["RX_LRO_TOKEN_COMMAND"];
  const quotaProject = environment["RX_LRO_QUOTA_PROJECT"];
  checkTarget(target);
  if (!project) throw new SettingError("RX_LRO_TARGET is set: set RX_LRO_PROJECT too");
  checkProject("RX_LRO_PROJECT", project);
  if (quotaProject) checkProject("RX_LRO_QUOTA_PROJECT", quotaProject);
  if (!token && !tokenCommand) {
    throw new SettingError("RX_LRO_TARGET is set: set RX_LRO_TOKEN or RX_LRO_TOKEN_COMMAND too");
  }
  if (token && !/^[!-~]+$/.test(token)) {
    throw new SettingError("RX_LRO_TOKEN must be a token alone, without spaces and line breaks");
  }
  return { target, project, token, tokenCommand, quotaProject };
}

function checkTarget(baseUrl: string): void {
  try {
    createHttpOperations({ baseUrl, accessToken: () => undefined });
  } catch (cause) {
    // Not shown, since it may hold a password.
    const problem =
      'RX_LRO_TARGET must be like "https://earthengine.googleapis.com"; plain http is for this machine alone';
    throw new SettingError(problem, { cause });
  }
}

function checkProject(setting: string, project: string): void {
  if (PROJECT.test(project)) return;
  throw new SettingError(`${setting} must be like "my-project", not ${JSON.stringify(project)}`);
}
