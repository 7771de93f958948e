import { parseArgs } from "node:util";
import { messageOf } from "@rx-lro/core";
import { type RelaySettings, readRelaySettings } from "./server/relay-settings.ts";
import { SettingError } from "./setting-error.ts";

export const USAGE = `Usage: npm start -- [--exit] [--port 8080] [--host 0.0.0.0]

Starts a server that renders terrain images behind Earth Engine's paths, and a client that
exports five of them, cancels two, and tells how each has settled. Then a page in the browser
watches them and starts more, until Ctrl-C.

--exit   ends when the five have settled
--port   where the page is; any free port by default
--host   the address to listen at, such as 0.0.0.0 in a container, whose machine then finds the
         page at localhost; 127.0.0.1 by default
--help   shows this

With DATABASE_URL in the environment, such as postgresql://lro:secret@localhost/lro, operations
are kept in that PostgreSQL database, and several processes share them.

With RX_LRO_TARGET, RX_LRO_PROJECT, and RX_LRO_TOKEN or RX_LRO_TOKEN_COMMAND in the environment,
the page watches the operations of that service instead; RX_LRO_QUOTA_PROJECT names the project
whose quota is used, if it is another.
`;

/** What the app is to do, and where. */
export interface Settings {
  /** Ends when the exports in the terminal have settled. */
  readonly exit: boolean;
  readonly port: number;
  readonly host: string;
  /** Where operations are kept, if not in a file. */
  readonly databaseUrl?: string | undefined;
  /** The service whose operations are watched instead. */
  readonly relay?: RelaySettings | undefined;
}

/**
 * Reads the settings from arguments and environment; undefined when only asked how the app is used.
 *
 * @throws SettingError when one is wrong.
 */
export function readSettings(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings | undefined {
  const { help = false, exit = false, port = "0", host } = parse(args);
  if (help) return undefined;
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new SettingError(`--port must be a number from 0 to 65535, not ${JSON.stringify(port)}`);
  }
  if (host === "") throw new SettingError("--host must be an address, such as 0.0.0.0");
  const relay = exit ? undefined : readRelaySettings(environment);
  if (relay && host !== undefined) {
    throw new SettingError(
      "--host and RX_LRO_TARGET exclude each other: its token is for this machine alone",
    );
  }
  const databaseUrl = relay ? undefined : environment["DATABASE_URL"] || undefined;
  if (databaseUrl && !(/^postgres(ql)?:/.test(databaseUrl) && URL.canParse(databaseUrl))) {
    // Not shown, since it may hold a password.
    throw new SettingError('DATABASE_URL must be like "postgresql://lro:secret@localhost/lro"');
  }
  return { exit, port: Number(port), host: host ?? "127.0.0.1", databaseUrl, relay };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean" },
        exit: { type: "boolean" },
        port: { type: "string" },
        host: { type: "string" },
      },
    }).values;
  } catch (error) {
    const [problem] = messageOf(error).split("\n");
    throw new SettingError(`${problem}`, { cause: error });
  }
}
