import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";

const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const FOLDER = join(import.meta.dirname, "../../node_modules/.cache/earthengine-api");

/**
 * Installs `earthengine-api` into a virtual environment of its own, with all that it needs, exactly as `requirements.txt`
 * pins them. The first time downloads 30 MB; after that there is nothing to do until a version changes.
 *
 * @returns The folder of the commands `python` and `earthengine`.
 */
export async function installEarthEngineApi(): Promise<string> {
  const bin = join(FOLDER, "bin");
  const installed = join(FOLDER, "requirements.txt");
  if (await isSame(REQUIREMENTS, installed)) return bin;
  await run("python3", ["-m", "venv", "--clear", FOLDER]);
  const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
  await run(join(bin, "python"), ["-m", "pip", "install", ...options, "-r", REQUIREMENTS]);
  // Last, since it says that the rest is there.
  await copyFile(REQUIREMENTS, installed);
  return bin;
}

async function isSame(one: string, other: string): Promise<boolean> {
  return (await readFile(one, "utf8")) === (await readFile(other, "utf8").catch(() => undefined));
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  const [exitCode] = await once(child, "close").catch((cause: unknown) => {
    throw new Error("earthengine-api needs Python 3.11 or later in the PATH, as `python3`", {
      cause,
    });
  });
  if (exitCode !== 0) throw new Error("earthengine-api could not be installed; pip says why above");
}
