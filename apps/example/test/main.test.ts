import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { serve } from "@rx-lro/server/node";
import { describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");

function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, ...environment };
  const program = ["--conditions=@rx-lro/source", main, ...args];
  return spawnSync(process.execPath, program, { env, encoding: "utf8" });
}

describe("npm start", () => {
  it.each([
    [["--port", "70000"], {}, '--port must be a number from 0 to 65535, not "70000"'],
    [
      ["--exit", "--host", "203.0.113.1"],
      {},
      "--host must be an address of this machine, not 203.0.113.1",
    ],
    [
      ["--exit"],
      { DATABASE_URL: "postgresql://127.0.0.1:1/lro" },
      'the schema "lro" can\'t be opened: no PostgreSQL answers: connect ECONNREFUSED 127.0.0.1:1; start it, or correct the connection',
    ],
  ])("says in one line what is wrong with %o and %o", (args, environment, problem) => {
    const { status, stderr } = start(args, environment);
    expect([status, stderr]).toEqual([
      2,
      `${problem}\n\`npm start -- --help\` tells how it is used.\n`,
    ]);
  });

  it("says that a port is taken", async () => {
    await using server = await serve(async () => new Response());
    const { port } = new URL(server.url);
    const { status, stderr } = start(["--exit", "--port", port]);
    expect([status, stderr.split("\n")[0]]).toEqual([
      2,
      `port ${port} is taken: set another --port`,
    ]);
  });

  it("tells how it is used", () => {
    const { status, stdout, stderr } = start(["--help"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Usage: npm start -- [--exit]");
  });
});
