import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";

/** How a command ended. */
export interface CommandEnd {
  readonly code: number;
  readonly lines: readonly string[];
}

/** `earthengine` with a configuration of its own. */
export interface EarthEngineCommand extends Disposable {
  run(...args: readonly string[]): Promise<CommandEnd>;
}

/** Has `earthengine` know a server and a service account, whose key it exchanges for a token at `/token`. */
export function createEarthEngineCommand(url: string, project: string): EarthEngineCommand {
  const folder = mkdtempSync(join(tmpdir(), "rx-lro-earthengine-"));
  const write = (name: string, json: object) => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(json));
    return file;
  };
  const account = "robot@my-project.iam.gserviceaccount.com";
  const key = write("key.json", {
    type: "service_account",
    client_email: account,
    token_uri: `${url}/token`,
    private_key: createPrivateKey(),
  });
  const config = write("config.json", { url, project, account, private_key: key });
  const command = join(inject("pythonBin"), "earthengine");
  return {
    run: (...args) =>
      new Promise((resolve) => {
        // Times are told in the local zone; the user's own configuration takes no part.
        const env = { ...process.env, HOME: folder, TZ: "UTC" };
        execFile(command, ["--ee_config", config, ...args], { env }, (error, stdout) => {
          const lines = stdout.split("\n").slice(0, -1);
          resolve({ code: error === null ? 0 : Number(error.code), lines });
        });
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

function createPrivateKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" });
}
