import { findClient } from "../clients/clients.ts";
import type { Figures } from "../measures/figures.ts";
import type { Measurement } from "../runs/measure.ts";
import type { Workload } from "../runs/task.ts";
import { markdownTable, shown } from "./table.ts";

type Column = readonly [title: string, read: (figures: Figures) => number];

const settling: readonly Column[] = [
  ["requests per operation", (figures) => figures.requestsPerOperation],
  ["client CPU s", (figures) => figures.cpuMs / 1000],
  ["server CPU s", (figures) => figures.serverCpuMs / 1000],
  ["detection mean ms", (figures) => figures.detectionMeanMs],
  ["p50 ms", (figures) => figures.detectionP50Ms],
  ["p99 ms", (figures) => figures.detectionP99Ms],
  ["event loop p99 ms", (figures) => figures.eventLoopP99Ms],
  ["longest ms", (figures) => figures.eventLoopMaxMs],
  ["peak MiB", (figures) => figures.peakMiB],
];

const columns: Readonly<Record<Workload["kind"], readonly Column[]>> = {
  settle: settling,
  throughput: [
    ["looks/s", (figures) => figures.looksPerSecond],
    ["CPU µs per look", (figures) => figures.cpuUsPerLook],
    ["operations told/s", (figures) => figures.tellsPerSecond],
    ["CPU µs per operation told", (figures) => figures.cpuUsPerTell],
    ["server CPU s", (figures) => figures.serverCpuMs / 1000],
  ],
  memory: [
    ["heap B per operation", (figures) => figures.heapBytes],
    ["peak MiB", (figures) => figures.peakMiB],
  ],
  cancel: [
    ["all ends known after ms", (figures) => figures.wallMs],
    ["latest after its end ms", (figures) => figures.detectionMaxMs],
    ["client CPU s", (figures) => figures.cpuMs / 1000],
    ["looks", (figures) => figures.looks],
    ["wrong or unknown", (figures) => figures.wrong + figures.unknown],
  ],
};

/** One workload, a line for each client. */
export function workloadTable(measurements: readonly Measurement[]): string {
  const kind = measurements[0]?.workload.kind ?? "settle";
  const head = ["client", ...columns[kind].map(([title]) => title), "notes"];
  const rows = measurements.map((measurement) => [
    findClient(measurement.clientId).title,
    ...columns[kind].map(([, read]) => shown(read(measurement.figures))),
    notesOn(measurement),
  ]);
  return markdownTable(head, rows);
}

function notesOn({ failure, isSaturated, figures, workload }: Measurement): string {
  const notes = [isSaturated && "saturated", failure];
  if (workload.kind !== "cancel") {
    notes.push(figures.unknown > 0 && `${shown(figures.unknown)} ends unknown`);
    notes.push(figures.wrong > 0 && `${shown(figures.wrong)} ends wrong`);
  }
  return notes.filter(Boolean).join("; ");
}
