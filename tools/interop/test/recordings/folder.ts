import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder with files, as a resource. */
export async function createFolder(files: Record<string, string>) {
  const path = await mkdtemp(join(tmpdir(), "recordings-"));
  const written = Object.entries(files).map(([file, text]) => writeFile(join(path, file), text));
  await Promise.all(written);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
