import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getuid } from "node:process";

/** A PostgreSQL server of its own in a temporary folder. */
export interface PostgresCluster extends Disposable {
  /** Of a superuser, by its password. */
  readonly url: string;
  start(): void;
  /** Stops it, `immediate` as if its machine had failed. */
  stop(mode?: "fast" | "immediate"): void;
}

/**
 * Makes a cluster and starts it; needs PostgreSQL's programs, as Debian's package `postgresql` has them.
 *
 * `fsync` is for figures: no test survives its machine.
 */
export async function startPostgres({ fsync = false } = {}): Promise<PostgresCluster> {
  const bin = findPrograms();
  const owner = findOwner();
  const folder = mkdtempSync(join(tmpdir(), "rx-lro-postgres-"));
  if (owner !== undefined) chownSync(folder, owner, owner);
  const run = (program: string, ...args: string[]): void => {
    const options: SpawnSyncOptions = {
      cwd: folder,
      encoding: "utf8",
      // The server keeps what it is given: a pipe would never end.
      stdio: ["ignore", "ignore", "inherit"],
      ...(owner !== undefined && { uid: owner, gid: owner }),
    };
    const { status, error } = spawnSync(join(bin, program), args, options);
    if (status !== 0) throw new Error(`${program} ended with ${status}`, { cause: error });
  };
  const data = join(folder, "data");
  const password = join(folder, "password");
  writeFileSync(password, "secret", { mode: 0o644 });
  run(
    "initdb",
    `--pgdata=${data}`,
    "--username=lro",
    "--auth=scram-sha-256",
    `--pwfile=${password}`,
  );
  const port = await findPort();
  const options = `-h 127.0.0.1 -p ${port} -k ${folder} -c max_connections=200 -c fsync=${fsync ? "on" : "off"}`;
  const start = (): void => {
    run("pg_ctl", "start", "-w", `--pgdata=${data}`, `--options=${options}`, `--log=${folder}/log`);
  };
  const stop = (mode = "fast"): void => {
    run("pg_ctl", "stop", "-w", `--pgdata=${data}`, `--mode=${mode}`);
  };
  start();
  return {
    url: `postgresql://lro:secret@127.0.0.1:${port}/postgres`,
    start,
    stop,
    [Symbol.dispose]() {
      stop("immediate");
      rmSync(folder, { recursive: true });
    },
  };
}

function findPrograms(): string {
  const [bin] = globSync("/usr/lib/postgresql/*/bin").sort().reverse();
  if (bin === undefined) throw new Error("there is no PostgreSQL: apt-get install postgresql");
  return bin;
}

/** PostgreSQL refuses to be root: whom it runs as instead. */
function findOwner(): number | undefined {
  if (getuid?.() !== 0) return undefined;
  const { stdout } = spawnSync("id", ["-u", "postgres"], { encoding: "utf8" });
  return Number(stdout);
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
