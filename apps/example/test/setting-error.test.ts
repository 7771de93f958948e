import { mkdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { problemInWords } from "../src/setting-error.ts";

it("problemInWords() names a folder that can't be made, and leaves other errors alone", async () => {
  const refusal = await mkdir("/dev/null/exports", { recursive: true }).catch((error) => error);
  expect(problemInWords(refusal)).toBe("ENOTDIR: not a directory, mkdir '/dev/null/exports'");
  expect(problemInWords(new TypeError("not a setting"))).toBeUndefined();
});
