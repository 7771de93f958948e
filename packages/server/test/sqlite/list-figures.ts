// Measures filtered pages of a list of a million operations, in processor time: what else the machine does isn't in it.
// Run by hand: `pnpm figures`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteEngine } from "../../src/sqlite/index.ts";
import { openSqliteFile } from "../../src/sqlite/sqlite-file.ts";
import { BEGIN, OPERATIONS, showListFigures, stateOf } from "../support/list-figures.ts";

const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));
const file = join(folder, "operations.db");

function fill(): void {
  const { database, close } = openSqliteFile(file);
  const insert =
    database.prepare(`INSERT INTO operation (name, parent, method, attempt, create_time,
    update_time, start_time, end_time, cancel_requested, reported, result, state)
    VALUES (?, 'projects/p', 'exportImage', 1, ?, ?, ?, ?, 0, ?, ?, ?)`);
  database.exec("BEGIN");
  for (let n = 1; n <= OPERATIONS; n += 1) {
    const time = BEGIN + n;
    const state = stateOf(n);
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
await showListFigures(engine, () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
});
await engine.close();
rmSync(folder, { recursive: true });
