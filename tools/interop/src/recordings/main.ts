// Plays recorded answers through the real client and compares what they mean to it with what they should mean.
// Exit code 0: all as expected; 1: differences; 2: the folder can't be used.
import { resolve } from "node:path";
import { expectedMeanings } from "./expected-meanings.ts";
import { readMeaning } from "./read-meaning.ts";
import { readRecordings } from "./read-recordings.ts";
import { RecordingsError } from "./recording.ts";
import { createReport } from "./report.ts";

try {
  const [folder, ...rest] = process.argv.slice(2);
  if (folder === undefined || rest.length > 0) {
    throw new RecordingsError("usage: pnpm interop:recordings <folder of recorded exchanges>");
  }
  // pnpm runs this in its package; the folder is relative to where the user is.
  const recordings = await readRecordings(
    resolve(process.env["INIT_CWD"] ?? process.cwd(), folder),
  );
  const meanings: Record<string, string> = {};
  for (const recording of recordings) meanings[recording.file] = await readMeaning(recording);
  const { text, isGood } = createReport(meanings, expectedMeanings);
  process.stdout.write(`${text}\n`);
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  if (!(error instanceof RecordingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
