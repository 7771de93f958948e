// Measures filtered pages of a list of a million operations. Run by hand:
// `node --conditions=@rx-lro/source test/sqlite/list-figures.ts`
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { openSqliteFile } from "../../src/sqlite/sqlite-file.ts";

const OPERATIONS = 1_000_000;
const LAST = `projects/p/operations/${OPERATIONS}`;

const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));
const file = join(folder, "operations.db");
const begin = Date.now() - 30_000 * 1_000;

/** One a thousand runs, one in ten has failed. */
function fill(): void {
  const { database, close } = openSqliteFile(file);
  const insert =
    database.prepare(`INSERT INTO operation (name, parent, method, attempt, create_time,
    update_time, start_time, end_time, cancel_requested, reported, result, state)
    VALUES (?, 'projects/p', 'exportImage', 1, ?, ?, ?, ?, 0, ?, ?, ?)`);
  database.exec("BEGIN");
  for (let n = 1; n <= OPERATIONS; n += 1) {
    const time = begin + n;
    const state = n % 1_000 === 0 ? "RUNNING" : n % 10 === 1 ? "FAILED" : "SUCCEEDED";
    const reported = { description: `An export of terrain ${n}`, progress: 0.5, tile: n };
    const end = { RUNNING: null, FAILED: { error: { code: 13 } }, SUCCEEDED: { response: { n } } };
    insert.run(
      ...[`projects/p/operations/${n}`, time, time + 900, time + 100],
      ...[end[state] && time + 900, JSON.stringify(reported)],
      ...[end[state] && JSON.stringify(end[state]), state],
    );
  }
  database.exec("COMMIT");
  close();
}

fill();
const engine = await createSqliteEngine({
  file,
  methods: { exportImage: { run: () => new Promise(() => undefined) } },
});
const at = (part: number) => `"${new Date(begin + OPERATIONS * part).toISOString()}"`;

/** Processor time in milliseconds: what else the machine does isn't in it. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Reads pages of 1 000, at most a hundred; each counts by its best of three rounds. */
async function readPages(filter: string) {
  const best: number[] = [];
  let count = 0;
  for (let round = 0; round < 3; round += 1) {
    let pageToken: string | undefined = "";
    count = 0;
    for (let page = 0; pageToken !== undefined && page < 100; page += 1) {
      const started = cpuMs();
      const answer = await engine.listOperations({ name: "projects/p", filter, pageToken });
      best[page] = Math.min(best[page] ?? Number.POSITIVE_INFINITY, cpuMs() - started);
      count += answer.operations.length;
      pageToken = answer.nextPageToken;
    }
  }
  return { count, pages: best.length, worst: Math.max(...best) };
}

for (const filter of [
  "",
  "done = false",
  "done = true",
  'metadata.state = "RUNNING"',
  'metadata.state = "FAILED"',
  `metadata.createTime > ${at(0.999)}`,
  `metadata.createTime > ${at(0.5)} AND metadata.createTime < ${at(0.5005)}`,
  `metadata.endTime < ${at(0)}`,
  `done = true AND metadata.updateTime > ${at(2)}`,
  `metadata.state = FAILED AND metadata.createTime > ${at(2)}`,
  `NOT metadata.startTime < ${at(0.999)} OR metadata.state = CANCELLED`,
  `name = "${LAST}"`,
  "metadata.tile = 12",
  "metadata.description = *7777* AND done = true",
]) {
  const { count, pages, worst } = await readPages(filter);
  const row = `${count} in ${pages} pages, the worst ${worst.toFixed(1)} ms of CPU`;
  process.stdout.write(`${filter.padEnd(110)} ${row}\n`);
}
await engine.close();
rmSync(folder, { recursive: true });
