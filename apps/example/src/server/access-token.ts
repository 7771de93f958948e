import { exec } from "node:child_process";
import { promisify } from "node:util";
import type { AccessToken } from "@rx-lro/transport-http";
import type { RelaySettings } from "./relay-settings.ts";

const run = promisify(exec);

/** The token of the environment, or what the command prints: run once, and again when a new one is needed. */
export function createTokenSource({
  token,
  tokenCommand,
}: Pick<RelaySettings, "token" | "tokenCommand">): AccessToken {
  if (!tokenCommand) return () => token;
  let printed: Promise<string> | undefined;
  return ({ refresh }) => {
    if (refresh || printed === undefined) {
      printed = run(tokenCommand).then(({ stdout }) => stdout.trim());
      printed.catch(() => {
        printed = undefined;
      });
    }
    return printed;
  };
}
