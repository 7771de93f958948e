import type { Sighting, Workload } from "../runs/task.ts";
import type { ServerReport } from "../server/operations-server.ts";
import { countLooks } from "../server/request-counts.ts";
import { mean, median, percentile } from "./statistics.ts";

/** The figures of one run, or the medians of several. NaN where there is none. */
export interface Figures {
  readonly requestsPerOperation: number;
  readonly cpuMs: number;
  readonly cpuUsPerOperation: number;
  readonly wallMs: number;
  readonly serverCpuMs: number;
  readonly peakMiB: number;
  /** Heap for each operation that is watched and idle. */
  readonly heapBytes: number;
  readonly eventLoopP99Ms: number;
  readonly eventLoopMaxMs: number;
  /** From the end of an operation to when the client knew of it. */
  readonly detectionMeanMs: number;
  readonly detectionP50Ms: number;
  readonly detectionP99Ms: number;
  readonly detectionMaxMs: number;
  readonly looks: number;
  /** Pages of lists that were asked for after the first. */
  readonly laterPages: number;
  readonly looksPerSecond: number;
  readonly cpuUsPerLook: number;
  /** Operations that were shown, by whatever look. */
  readonly tellsPerSecond: number;
  readonly cpuUsPerTell: number;
  /** Ends that the client never knew of. */
  readonly unknown: number;
  /** Ends that the client got wrong. */
  readonly wrong: number;
}

/** The figures of one run. */
export function toFigures(sighting: Sighting, report: ServerReport, workload: Workload): Figures {
  const { cpuMs, wallMs, peakMiB, heapBytes = Number.NaN } = sighting;
  const { counts, cpuMs: serverCpuMs, endedAt, ends } = report;
  const known = [...sighting.knownAt.entries()].filter(([, at]) => at > 0);
  const latencies = known.map(([index, at]) => at - (endedAt[index] ?? Number.NaN));
  const looks = countLooks(counts);
  const tells = counts.get + counts.wait + counts.rows;
  const ending = workload.kind !== "memory";
  return {
    requestsPerOperation: (looks + counts.cancel) / workload.operations,
    cpuMs,
    cpuUsPerOperation: (cpuMs / workload.operations) * 1000,
    wallMs,
    serverCpuMs,
    peakMiB,
    heapBytes,
    eventLoopP99Ms: sighting.eventLoopP99Ms,
    eventLoopMaxMs: sighting.eventLoopMaxMs,
    detectionMeanMs: mean(latencies),
    detectionP50Ms: percentile(latencies, 0.5),
    detectionP99Ms: percentile(latencies, 0.99),
    detectionMaxMs: percentile(latencies, 1),
    looks,
    laterPages: counts.laterPages,
    looksPerSecond: (looks / wallMs) * 1000,
    cpuUsPerLook: (cpuMs / looks) * 1000,
    tellsPerSecond: (tells / wallMs) * 1000,
    cpuUsPerTell: (cpuMs / tells) * 1000,
    unknown: ending ? workload.operations - known.length : 0,
    wrong: known.filter(([index]) => sighting.ends[index] !== ends[index]).length,
  };
}

/** The median of each figure; for those that must be zero, the worst. */
export function medianFigures(runs: readonly Figures[]): Figures {
  const [first] = runs;
  if (first === undefined) throw new RangeError("there is no median of no run");
  const each = (pick: (name: keyof Figures) => number) =>
    Object.fromEntries((Object.keys(first) as (keyof Figures)[]).map((name) => [name, pick(name)]));
  const worst = ["unknown", "wrong"];
  return each((name) => {
    const values = runs.map((run) => run[name]);
    return worst.includes(name) ? Math.max(...values) : median(values);
  }) as unknown as Figures;
}
