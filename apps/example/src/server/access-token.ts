import { exec } from "node:child_process";
import { promisify } from "node:util";
import { messageOf } from "@rx-lro/core";
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

/** What the command prints. An error of it, which may span lines, is told in one. */
async function print(tokenCommand: string): Promise<string> {
  const { stdout } = await run(tokenCommand, { timeout: TIMEOUT_MS }).catch((cause) => {
    const problem = cause.killed ? `${tokenCommand} takes longer than 30 s` : messageOf(cause);
    throw new Error(problem.trim().replaceAll(/\s*\n\s*/g, ": "), { cause });
  });
  const token = stdout.trim();
  if (token === "") throw new Error("the token command printed nothing");
  return token;
}
