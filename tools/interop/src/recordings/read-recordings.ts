import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseRecording, type Recording, RecordingsError } from "./recording.ts";

/**
 * The recordings of a folder: its `.json` files, by name.
 *
 * @throws RecordingsError when there is no such folder, it has no recordings, or one can't be read.
 */
export async function readRecordings(folder: string): Promise<Recording[]> {
  const files = (await list(folder)).filter((file) => file.endsWith(".json")).sort();
  if (files.length === 0) throw new RecordingsError(`${folder} has no JSON files`);
  return Promise.all(
    files.map(async (file) => parseRecording(file, await readFile(join(folder, file), "utf8"))),
  );
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new RecordingsError(`${folder} is not a folder that can be read`, { cause });
  }
}
