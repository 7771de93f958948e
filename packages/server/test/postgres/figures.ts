// Measures PostgreSQL engines in several processes, fsync on. Run by hand: `pnpm figures:postgres`.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Engine } from "../../src/index.ts";
import { createPostgresEngine } from "../../src/postgres/index.ts";
import { startPostgres } from "../support/postgres-cluster.ts";
import type { FiguresMessage, figuresMethods } from "./figures-worker.ts";

const ROUNDS = 5;
const OPERATIONS = 1000;
const LOOPS = 50;
const SAMPLES = 200;
const SAMPLES_WITHOUT_NOTIFICATIONS = 20;

using cluster = await startPostgres({ fsync: true });
const show = (what: string, figure: string): unknown =>
  process.stdout.write(`${what.padEnd(52)} ${figure}\n`);

/** Runs with two workers in processes of their own, and an engine here that runs nothing. */
async function measure(
  schema: string,
  notifications: boolean,
  run: (engine: Engine<typeof figuresMethods>, told: Told) => Promise<void>,
): Promise<void> {
  const told: Told = { aborted: new Map(), ended: new Map() };
  const script = fileURLToPath(new URL("figures-worker.ts", import.meta.url));
  const args = [cluster.url, schema, String(notifications)];
  const workers = [1, 2].map(() =>
    fork(script, args, { execArgv: ["--conditions=@rx-lro/source"] }),
  );
  for (const worker of workers) {
    worker.on("message", ({ kind, name, at }: FiguresMessage) => told[kind]?.set(name, at));
  }
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const connection = cluster.url;
  const methods = { echo: nowhere, untilAborted: nowhere, later: nowhere };
  const options = { connection, schema, notifications, methods, runs: false };
  await using engine = await createPostgresEngine(options);
  await run(engine, told);
  for (const worker of workers) {
    worker.send("close");
    await once(worker, "exit");
  }
}

/** When the workers saw what, in milliseconds since 1970. */
interface Told {
  readonly ready?: Map<string, number>;
  readonly aborted: Map<string, number>;
  readonly ended: Map<string, number>;
}

function nowhere(_input: unknown): never {
  throw new Error("not here");
}

const now = (): number => performance.timeOrigin + performance.now();

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

function percentiles(samples: readonly number[]): string {
  const sorted = samples.toSorted((one, other) => one - other);
  const at = (part: number) => (sorted[Math.ceil(part * sorted.length) - 1] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   worst ${at(1)} ms`;
}

async function cancelAndWait(
  engine: Engine<typeof figuresMethods>,
  { aborted, ended }: Told,
  samples: number,
): Promise<{ readonly cancels: number[]; readonly waits: number[] }> {
  const cancels: number[] = [];
  const waits: number[] = [];
  while (cancels.length < samples) {
    const { name } = await engine.start("untilAborted", {});
    const started = () => engine.getOperation({ name });
    while (!("startTime" in ((await started()).metadata ?? {})));
    const asked = now();
    await engine.cancelOperation({ name });
    await until(() => aborted.has(name));
    cancels.push((aborted.get(name) ?? 0) - asked);
    const later = await engine.start("later", {});
    await engine.waitOperation(later);
    const woken = now();
    await until(() => ended.has(later.name));
    waits.push(woken - (ended.get(later.name) ?? 0));
  }
  return { cancels, waits };
}

await measure("figures", true, async (engine, told) => {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begin = performance.now();
    const loop = async (): Promise<void> => {
      for (let n = 0; n < OPERATIONS / LOOPS; n += 1) {
        await engine.waitOperation(await engine.start("echo", { n }));
      }
    };
    await Promise.all(Array.from({ length: LOOPS }, loop));
    rates.push(OPERATIONS / ((performance.now() - begin) / 1000));
  }
  show(`create and finish, ${LOOPS} at a time, two workers`, rates.map(Math.round).join(" "));
  const { cancels, waits } = await cancelAndWait(engine, told, SAMPLES);
  show("cancel → signal in another process", percentiles(cancels));
  show("end of the method → wait in another process", percentiles(waits));
});
await measure("figures", false, async (engine, told) => {
  const { cancels, waits } = await cancelAndWait(engine, told, SAMPLES_WITHOUT_NOTIFICATIONS);
  show("cancel → signal, without notifications", percentiles(cancels));
  show("end of the method → wait, without notifications", percentiles(waits));
});
