import { spawnSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolder } from "./folder.ts";

const main = join(import.meta.dirname, "../../src/recordings/main.ts");
const doneOnly = JSON.stringify({ status: 200, body: { done: true } });
const running = JSON.stringify({ status: 200, body: { name: "operations/x" } });

/** Runs the program as pnpm does, for somebody who stands beside the folder. */
function run(folder: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@rx-lro/source", main, basename(folder)],
    { encoding: "utf8", env: { ...process.env, INIT_CWD: dirname(folder) } },
  );
  return { status, stdout, stderr };
}

describe("recordings", () => {
  it("describes recordings that nobody knows", async () => {
    await using folder = await createFolder({ "mine.json": running });
    expect(run(folder.path)).toEqual({
      status: 0,
      stdout: "new        mine.json  running\n\nRecordings: 1 without an expected meaning\n",
      stderr: "",
    });
  });

  it("fails when known recordings differ or are missing", async () => {
    await using folder = await createFolder({
      "13-cloudidentity-done-only.json": doneOnly,
      "14-cloudfunctions-metadata-null.json": running,
    });
    const { status, stdout } = run(folder.path);
    expect(status).toBe(1);
    expect(stdout).toContain("\nRecordings: 1 as expected, 1 different, 55 missing\n");
  });

  it("says what is wrong with a folder that it can't use", async () => {
    await using folder = await createFolder({ "a.json": "[]" });
    const stderr = "a.json is not a JSON object\n";
    expect(run(folder.path)).toEqual({ status: 2, stdout: "", stderr });
  });
});
