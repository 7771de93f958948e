import { exec } from "node:child_process";
import { promisify } from "node:util";
import type { AccessToken } from "@rx-lro/transport-http";
import type { RelaySettings } from "./relay-settings.ts";

const run = promisify(exec);

/** After this time a command counts as hung. */
const TIMEOUT_MS = 30_000;

/** The token of the environment, or of the command, which runs once, and again when a new token is needed. */
export function createTokenSource({
  token,
  tokenCommand,
}: Pick<RelaySettings, "token" | "tokenCommand">): AccessToken {
  if (!tokenCommand) return () => token;
  let printed: Promise<string> | undefined;
  return ({ refresh }) => {
    if (refresh || printed === undefined) {
      printed = print(tokenCommand);
      printed.catch(() => {
        printed = undefined;
      });
    }
    return printed;
  };
}

async function print(tokenCommand: string): Promise<string> {
  const { stdout } = await run(tokenCommand, { timeout: TIMEOUT_MS });
  const token = stdout.trim();
  if (token === "") throw new Error("the token command printed nothing");
  return token;
}
