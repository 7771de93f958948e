// Measures get by HTTP beside a bare `node:http` handler that answers the same bytes: by the clock of a client in
// another process, and by the processor time of this one. Run by hand: `pnpm figures`.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createOperationsHandler } from "../../src/index.ts";
import { serve } from "../../src/node/index.ts";
import { createSqliteEngine } from "../../src/sqlite/index.ts";

const REQUESTS = 10_000;

const folder = mkdtempSync(join(tmpdir(), "rx-lro-"));
const engine = await createSqliteEngine({
  file: join(folder, "operations.db"),
  methods: { echo: (input: { n: number }) => input },
});
const { name } = await engine.start("echo", { n: 1 }, { parent: "projects/p" });
await engine.waitOperation({ name });
const path = `/v1/${name}`;

const server = await serve(createOperationsHandler(engine));
const answer = await fetch(`${server.url}${path}`);
const headers = Object.fromEntries(answer.headers);
const body = await answer.text();
const bare = createServer((_request, response) => response.writeHead(200, headers).end(body));
bare.listen(0, "127.0.0.1");
await once(bare, "listening");

/** The best requests a second: by the clock, and by processor time. */
const best = { bare: [0, 0], served: [0, 0] };

async function measure(what: keyof typeof best, port: number): Promise<void> {
  const before = process.cpuUsage();
  const args = [`${port}`, path, `${REQUESTS}`];
  const client = fork(fileURLToPath(new URL("load.ts", import.meta.url)), args);
  const [[ms]] = await Promise.all([once(client, "message"), once(client, "exit")]);
  const { user, system } = process.cpuUsage(before);
  const rates = [ms, (user + system) / 1000].map((each) => REQUESTS / (each / 1000));
  best[what] = rates.map((rate, nth) => Math.max(rate, best[what][nth] ?? 0));
}

for (let round = 1; round <= 6; round += 1) {
  await measure("bare", (bare.address() as AddressInfo).port);
  await measure("served", Number(new URL(server.url).port));
}
for (const [nth, by] of ["", " of processor time"].entries()) {
  const { bare = 0, served = 0 } = { bare: best.bare[nth], served: best.served[nth] };
  const [rate, other] = [served, bare].map((each) => `${Math.round(each)}/s${by}`);
  const part = `${Math.round((served / bare) * 100)} % of ${other} bare`;
  process.stdout.write(`${"served: get by HTTP".padEnd(44)} ${rate}, ${part}\n`);
}
bare.close();
await server.close();
await engine.close();
rmSync(folder, { recursive: true });
