import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { sweepParts } from "../../src/terrain/image-directory.ts";

it("sweepParts() removes what killed writers left, but neither images nor what is being written", async () => {
  const directory = await mkdtemp(join(tmpdir(), "parts-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const old = new Date("2020-01-01");
  for (const file of ["alps.png", "old.png.1.part", "new.png.2.part"]) {
    await writeFile(join(directory, file), "");
    if (!file.startsWith("new")) await utimes(join(directory, file), old, old);
  }
  await sweepParts(directory);
  expect((await readdir(directory)).sort()).toEqual(["alps.png", "new.png.2.part"]);
});
