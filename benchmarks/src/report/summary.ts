import { clients } from "../clients/clients.ts";
import type { Measurement } from "../runs/measure.ts";
import type { Machine } from "./machine.ts";
import { markdownTable, shown } from "./table.ts";

const START = "<!-- Written by `pnpm bench`. -->";
const END = "<!-- Up to here. -->";

/**
 * The text with a new summary in the place that it has for one.
 *
 * @throws Error when it has no such place.
 */
export function withSummary(text: string, summary: string): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`there is no place between ${START} and ${END}`);
  return `${text.slice(0, start + START.length)}\n\n${summary}\n\n${text.slice(end)}`;
}

/** What looking once per second costs each client, for every number of operations, small first. */
export function summarise(
  measurements: readonly Measurement[],
  { processor, cores, node }: Machine,
  day: string,
): string {
  const settling = measurements.filter(({ workload }) => /^settle-\d+$/.test(workload.id));
  const at = (id: string, operations: number) =>
    settling.find(
      ({ clientId, workload }) => clientId === id && workload.operations === operations,
    );
  const sizes = [...new Set(settling.map(({ workload }) => workload.operations))].sort(
    (a, b) => a - b,
  );
  const each = (title: string) => sizes.map((size) => `${title} ${shown(size)}`);
  const rows = Object.entries(clients)
    .filter(([id]) => sizes.some((size) => at(id, size) !== undefined))
    .map(([id, { title }]) => [
      title,
      ...sizes.map((size) => cell(at(id, size), ({ cpuMs }) => cpuMs / 1000)),
      ...sizes.map((size) => cell(at(id, size), ({ detectionP99Ms }) => detectionP99Ms)),
    ]);
  return [
    markdownTable(["client", ...each("CPU s:"), ...each("p99 ms:")], rows),
    `${day}; ${processor}, ${cores} cores, Node ${node}. *: saturated, or given up.`,
  ].join("\n\n");
}

function cell(
  measurement: Measurement | undefined,
  read: (figures: Measurement["figures"]) => number,
): string {
  if (measurement === undefined) return "–";
  const { failure, figures, isSaturated } = measurement;
  return `${shown(read(figures))}${isSaturated || failure !== undefined ? "*" : ""}`;
}
