import type { Engine } from "../../src/index.ts";

/** How many operations are listed. */
export const OPERATIONS = 1_000_000;
/** When the first was created; the others follow by a millisecond each. */
export const BEGIN = Date.now() - 30_000 * 1_000;

const at = (part: number) => `"${new Date(BEGIN + OPERATIONS * part).toISOString()}"`;

/** What there is: one in a thousand runs, one in ten has failed. */
export function stateOf(n: number): "RUNNING" | "FAILED" | "SUCCEEDED" {
  if (n % 1_000 === 0) return "RUNNING";
  return n % 10 === 1 ? "FAILED" : "SUCCEEDED";
}

const FILTERS = [
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
  `name = "projects/p/operations/${OPERATIONS}"`,
  "metadata.tile = 12",
  "metadata.description = *7777* AND done = true",
];

/** Shows what pages cost that are read by each of some filters, by a clock in milliseconds. */
export async function showListFigures(engine: Engine, clock: () => number): Promise<void> {
  for (const filter of FILTERS) {
    const { count, pages, worst } = await readPages(engine, filter, clock);
    const row = `${count} in ${pages} pages, the worst ${worst.toFixed(1)} ms`;
    process.stdout.write(`${filter.padEnd(110)} ${row}\n`);
  }
}

/** Reads pages of 1 000, at most a hundred; each counts by its best of three rounds. */
async function readPages(engine: Engine, filter: string, clock: () => number) {
  const best: number[] = [];
  let count = 0;
  for (let round = 0; round < 3; round += 1) {
    let pageToken: string | undefined = "";
    count = 0;
    for (let page = 0; pageToken !== undefined && page < 100; page += 1) {
      const started = clock();
      const answer = await engine.listOperations({ name: "projects/p", filter, pageToken });
      best[page] = Math.min(best[page] ?? Number.POSITIVE_INFINITY, clock() - started);
      count += answer.operations.length;
      pageToken = answer.nextPageToken;
    }
  }
  return { count, pages: best.length, worst: Math.max(...best) };
}
