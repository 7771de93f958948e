import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");

function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, ...environment };
  const program = ["--conditions=@rx-lro/source", main, ...args];
  return spawnSync(process.execPath, program, { env, encoding: "utf8" });
}

describe("npm start", () => {
  it.each([
    [["--port", "70000"], {}, "--port must be a number from 0 to 65535, not 70000"],
    [["8080"], {}, "Unexpected argument '8080'"],
    [[], { RX_LRO_TARGET: "http://127.0.0.1:1" }, "set RX_LRO_PROJECT too"],
  ])("says what is wrong with %o and %o, and how it is used", (args, environment, problem) => {
    const { status, stderr } = start(args, environment);
    expect(status).toBe(2);
    expect(stderr).toContain(problem);
    expect(stderr).toContain("Usage: npm start -- [--exit]");
    expect(stderr).not.toContain("    at ");
  });
});
