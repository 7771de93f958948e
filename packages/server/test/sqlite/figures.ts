// Measures the SQLite engine beside a bare loop over the same table with the same commits. Run by hand:
// `node --conditions=@rx-lro/source test/sqlite/figures.ts`
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { openSqliteFile } from "../../src/sqlite/sqlite-file.ts";

const OPERATIONS = 500;
const LOOPS = 100;

const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));

const best = new Map<string, number>();

/** Keeps the best of the runs: what else the machine does slows down, and nothing speeds up. */
async function measure(what: string, count: number, run: () => unknown): Promise<void> {
  const begin = performance.now();
  await run();
  const perSecond = Math.round(count / ((performance.now() - begin) / 1000));
  best.set(what, Math.max(best.get(what) ?? 0, perSecond));
}

/** One commit for the beginning of an operation and one for its end, as the engine has them. */
function runBare(): void {
  const { database, close } = openSqliteFile(join(folder, "bare.db"));
  const insert = database.prepare(`INSERT INTO operation
    (name, parent, method, attempt, create_time, update_time, start_time, cancel_requested, reported, state)
    VALUES (?, 'projects/p', 'echo', 1, ?, ?, ?, 0, '{}', 'RUNNING')`);
  const end = database.prepare(
    "UPDATE operation SET end_time = ?, update_time = ?, result = ?, state = 'SUCCEEDED' WHERE name = ?",
  );
  for (let i = 0; i < OPERATIONS; i += 1) {
    const now = Date.now();
    const name = `projects/p/operations/${crypto.randomUUID()}`;
    insert.run(name, now, now, now);
    end.run(now, now, JSON.stringify({ response: { "@type": "x", n: i } }), name);
  }
  close();
}

const engine = await createSqliteEngine({
  file: join(folder, "engine.db"),
  methods: { echo: (input: { n: number }) => input },
});

async function createAndFinish(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const { name } = await engine.start("echo", { n }, { parent: "projects/p" });
    await engine.waitOperation({ name });
  }
}

const inLoops = () =>
  Promise.all(Array.from({ length: LOOPS }, () => createAndFinish(OPERATIONS / LOOPS)));

for (let round = 1; round <= 20; round += 1) {
  await measure("bare: create, finish (2 commits)", OPERATIONS, runBare);
  await measure("engine: create, finish", OPERATIONS, () => createAndFinish(OPERATIONS));
  await measure(`engine: create, finish, ${LOOPS} at a time`, OPERATIONS, inLoops);
}
const { operations } = await engine.listOperations({ name: "projects/p" });
for (let round = 1; round <= 10; round += 1) {
  await measure("engine: list, rows", 1000, () => engine.listOperations({ name: "projects/p" }));
  await measure("engine: get", operations.length, async () => {
    for (const { name } of operations) await engine.getOperation({ name });
  });
}
for (const [what, perSecond] of best) process.stdout.write(`${what.padEnd(44)} ${perSecond}/s\n`);
await engine.close();
rmSync(folder, { recursive: true });
