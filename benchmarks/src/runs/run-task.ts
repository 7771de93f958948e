import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../clients/client.ts";
import { type Control, createControl } from "./control.ts";
import { EndLog } from "./end-log.ts";
import { heapInUse, startMeter } from "./meter.ts";
import type { Sighting, Task, Workload } from "./task.ts";

export const PARENT = "projects/bench";
const WARM_UP = { parent: "projects/warm-up", finished: 0 };
/** Longer than any run: operations that are watched for their memory don't end. */
const FOR_EVER_MS = 1e9;

/** Puts a client to its task, in this process. */
export async function runTask(client: Client, { workload, baseUrl }: Task): Promise<Sighting> {
  const control = createControl(baseUrl);
  switch (workload.kind) {
    case "settle":
      await warmUp(client, control, 1, 0);
      return await watchToTheEnd(client, control, workload);
    case "cancel":
      await warmUp(client, control, 1, 0);
      return await watchToTheEnd(client, control, workload, cancelAll);
    case "throughput":
      await warmUp(client, control, workload.operations, workload.lifeMs[0] / 2);
      return await watchToTheEnd(client, control, workload);
    case "memory":
      await warmUp(client, control, 100, 0);
      return await holdWatches(client, control, workload);
  }
}

/** Watches other operations first: with the first request, Node's `fetch` and some clients load code. */
async function warmUp(client: Client, control: Control, running: number, lifeMs: number) {
  const plan = { ...WARM_UP, running, lifeMs: [lifeMs, lifeMs] } as const;
  const { names, onEnd } = new EndLog(plan.parent, await control.load(plan));
  await client.watch(names, onEnd);
}

async function watchToTheEnd(
  client: Client,
  control: Control,
  workload: Workload,
  meanwhile: (client: Client, control: Control, log: EndLog) => Promise<unknown> = async () => {},
): Promise<Sighting> {
  const log = await load(control, workload);
  const stopMeter = await startMeter();
  const limit = sleep(workload.limitMs, `gave up after ${workload.limitMs / 1000} s`, {
    ref: false,
  });
  const watching = client.watch(log.names, log.onEnd);
  const work = Promise.all([watching, meanwhile(client, control, log)]).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  const failure = await Promise.race([work, limit]);
  const used = await stopMeter();
  return { ...used, heapBytes: undefined, knownAt: log.knownAt, ends: log.ends, failure };
}

async function cancelAll(client: Client, control: Control, { names, onEnd }: EndLog) {
  await control.seen(PARENT);
  await Promise.all(
    names.map(async (name) => {
      const end = await client.cancel(name);
      if (end !== undefined) onEnd(name, end);
    }),
  );
}

async function holdWatches(
  client: Client,
  control: Control,
  workload: Workload,
): Promise<Sighting> {
  const lifeMs = [FOR_EVER_MS, FOR_EVER_MS] as const;
  const log = await load(control, { ...workload, lifeMs });
  const stopMeter = await startMeter();
  const before = heapInUse();
  // A client that only holds watches requests nothing, so its watching ends at once.
  await Promise.race([control.seen(PARENT), client.watch(log.names, log.onEnd)]);
  await idle();
  const heapBytes = (heapInUse() - before) / workload.operations;
  return { ...(await stopMeter()), heapBytes, knownAt: [], ends: [], failure: undefined };
}

async function load(control: Control, workload: Workload): Promise<EndLog> {
  const { operations, finished, lifeMs } = workload;
  const plan = { parent: PARENT, running: operations, finished, lifeMs };
  return new EndLog(PARENT, await control.load(plan));
}

/** Waits until the process has next to nothing to do. */
async function idle(): Promise<void> {
  let before = performance.eventLoopUtilization();
  for (;;) {
    await sleep(300);
    const now = performance.eventLoopUtilization();
    if (performance.eventLoopUtilization(now, before).utilization < 0.02) return;
    before = now;
  }
}
