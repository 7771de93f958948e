import { clients } from "../clients/clients.ts";
import type { Figures } from "../measures/figures.ts";
import type { Measurement } from "../runs/measure.ts";
import { drawLineChart } from "./line-chart.ts";

interface Plot {
  readonly file: string;
  readonly title: string;
  /** What the ids of its workloads have before the size. */
  readonly workloads: string;
  readonly read: (figures: Figures) => number;
}

const plots: readonly Plot[] = [
  {
    file: "cpu.svg",
    title: "Client CPU in s, one look per second",
    workloads: "settle",
    read: ({ cpuMs }) => cpuMs / 1000,
  },
  {
    file: "requests.svg",
    title: "Requests per operation, one look per second",
    workloads: "settle",
    read: ({ requestsPerOperation }) => requestsPerOperation,
  },
  {
    file: "detection.svg",
    title: "Detection p99 in ms, one look per second",
    workloads: "settle",
    read: ({ detectionP99Ms }) => detectionP99Ms,
  },
  {
    file: "peak.svg",
    title: "Peak memory in MiB, one look per second",
    workloads: "settle",
    read: ({ peakMiB }) => peakMiB,
  },
  {
    file: "memory.svg",
    title: "Heap bytes per operation, idle between looks",
    workloads: "memory",
    read: ({ heapBytes }) => heapBytes,
  },
];

/** The SVG of each plot, by file name. */
export function drawPlots(measurements: readonly Measurement[]): ReadonlyMap<string, string> {
  return new Map(
    plots.map(({ file, title, workloads, read }) => {
      const pattern = new RegExp(`^${workloads}-\\d+$`);
      const there = measurements.filter(({ workload }) => pattern.test(workload.id));
      const series = Object.entries(clients).map(([id, client]) => ({
        title: client.title,
        isOurs: id.startsWith("rx-lro"),
        points: there
          .filter(({ clientId, failure }) => clientId === id && failure === undefined)
          .map(({ workload, figures }) => [workload.operations, read(figures)] as const)
          .filter(([, y]) => y > 0),
      }));
      return [file, drawLineChart({ title, xTitle: "operations", series })];
    }),
  );
}
