import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Figures, medianFigures, toFigures } from "../measures/figures.ts";
import { createControl } from "./control.ts";
import { PARENT } from "./run-task.ts";
import type { Sighting, Task, Workload } from "./task.ts";

/** One client at one workload. */
export interface Measurement {
  readonly workload: Workload;
  readonly clientId: string;
  readonly runs: number;
  readonly figures: Figures;
  /** Why a run was given up. */
  readonly failure: string | undefined;
  readonly isSaturated: boolean;
}

const SUFFIX = import.meta.filename.endsWith(".ts") ? "ts" : "js";
const processFile = (path: string) => join(import.meta.dirname, `${path}.${SUFFIX}`);

/** The server, in a process of its own that all clients are measured against. */
export interface ServerProcess extends Disposable {
  readonly baseUrl: string;
}

export async function startServerProcess(): Promise<ServerProcess> {
  const child = fork(processFile("../server/server-process"));
  const [{ baseUrl }] = (await once(child, "message")) as [{ baseUrl: string }];
  return { baseUrl, [Symbol.dispose]: () => child.disconnect() };
}

/**
 * Measures clients as often as the workload says, each time in a fresh process.
 *
 * They take turns, so that what disturbs the machine for a while disturbs all. One that gave up isn't run again.
 */
export async function measure(
  { baseUrl }: ServerProcess,
  workload: Workload,
  clientIds: readonly string[],
  onRun: (clientId: string) => void,
): Promise<Measurement[]> {
  const runs: Run[] = [];
  for (let round = 0; round < workload.runs; round += 1) {
    for (const clientId of clientIds) {
      if (runs.some((run) => run.clientId === clientId && run.failure !== undefined)) continue;
      onRun(clientId);
      const sighting = await runInProcess({ clientId, workload, baseUrl });
      const report = await createControl(baseUrl).report(PARENT);
      const { failure } = sighting;
      runs.push({ clientId, failure, figures: toFigures(sighting, report, workload) });
    }
  }
  return clientIds.map((clientId) =>
    sumUp(
      workload,
      clientId,
      runs.filter((run) => run.clientId === clientId),
    ),
  );
}

interface Run {
  readonly clientId: string;
  readonly figures: Figures;
  readonly failure: string | undefined;
}

function sumUp(workload: Workload, clientId: string, runs: readonly Run[]): Measurement {
  const figures = medianFigures(runs.map((run) => run.figures));
  const failure = runs.find((run) => run.failure !== undefined)?.failure;
  const isSaturated = isSaturatedAt(figures, workload);
  return { workload, clientId, runs: runs.length, figures, failure, isSaturated };
}

/**
 * Whether the client had more to do than it could: a core was full, or its looks came late. Without an interval this
 * is meant to be so, and doesn't count.
 */
function isSaturatedAt({ cpuMs, wallMs, detectionP99Ms }: Figures, workload: Workload): boolean {
  if (workload.intervalMs === 0 || workload.kind === "memory") return false;
  return cpuMs >= 0.95 * wallMs || detectionP99Ms > 1.25 * workload.intervalMs + 100;
}

async function runInProcess(task: Task): Promise<Sighting> {
  const child = fork(processFile("client-process"), [JSON.stringify(task)], {
    execArgv: [...process.execArgv, "--expose-gc"],
    // For a client that can't even give up in time.
    timeout: 2 * task.workload.limitMs,
  });
  const exited = once(child, "exit");
  const sighting = await Promise.race([firstMessage(child), exited.then(() => undefined)]);
  await exited;
  return sighting ?? unseen(`its process ended with ${child.exitCode ?? child.signalCode}`);
}

async function firstMessage(child: ChildProcess): Promise<Sighting> {
  const [sighting] = (await once(child, "message")) as [Sighting];
  return sighting;
}

function unseen(failure: string): Sighting {
  const nothing = Number.NaN;
  return {
    cpuMs: nothing,
    wallMs: nothing,
    peakMiB: nothing,
    eventLoopP99Ms: nothing,
    eventLoopMaxMs: nothing,
    heapBytes: undefined,
    knownAt: [],
    ends: [],
    failure,
  };
}
