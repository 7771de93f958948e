// The way in on a fresh machine: `npm start` and `npm test` need nothing but Node >= 20 and npm.
// Installs what the lockfile names with the pnpm that package.json pins, then runs one of its scripts.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const env = { ...process.env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" };

// Ctrl-C is for what runs below; when that has ended, so does this.
process.on("SIGINT", () => {});

function pnpm(...args) {
  const shell = process.platform === "win32";
  const stdio = "inherit";
  const { status, signal, error } = spawnSync("npx", ["-y", packageManager, ...args], {
    cwd: root,
    env,
    shell,
    stdio,
  });
  if (error) throw error;
  if (signal === "SIGINT") process.exit(args.includes("start:example") ? 0 : 130);
  if (status !== 0) process.exit(status ?? 1);
}

pnpm("install", "--frozen-lockfile", "--reporter=append-only", "--loglevel=warn");
pnpm("--silent", "run", ...process.argv.slice(2));
