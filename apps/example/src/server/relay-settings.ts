/** The service that a relay stands for, and where its credentials come from. */
export interface RelaySettings {
  /** The origin, such as `https://earthengine.googleapis.com`. */
  readonly target: string;
  /** The project whose operations are watched. */
  readonly project: string;
  readonly token?: string;
  /** A shell command that prints a token; run again when the service refuses the last one. */
  readonly tokenCommand?: string;
  /** Whose quota is used (`x-goog-user-project`). */
  readonly quotaProject?: string;
}

/**
 * Reads `RX_LRO_TARGET`, `RX_LRO_PROJECT`, `RX_LRO_TOKEN` or `RX_LRO_TOKEN_COMMAND`, and
 * `RX_LRO_QUOTA_PROJECT`. Undefined without a target.
 *
 * @throws TypeError when the target isn't a URL, or is given without the rest.
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
  if (!URL.canParse(target)) throw new TypeError(`RX_LRO_TARGET must be a URL, not ${target}`);
  if (!project) throw new TypeError("RX_LRO_TARGET is set: set RX_LRO_PROJECT too");
  if (!token && !tokenCommand) {
    throw new TypeError("RX_LRO_TARGET is set: set RX_LRO_TOKEN or RX_LRO_TOKEN_COMMAND too");
  }
  return {
    target,
    project,
    ...(token && { token }),
    ...(tokenCommand && { tokenCommand }),
    ...(quotaProject && { quotaProject }),
  };
}
