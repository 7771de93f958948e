import { clients } from "../clients/clients.ts";
import type { BenchOptions } from "../options.ts";
import { criteria } from "./criteria.ts";
import { figuresOf, isTold } from "./verdict.ts";
import { type PlannedWorkload, workloads } from "./workloads.ts";

/**
 * What is measured: all, or what the criteria need; of that, what `only` names.
 *
 * An id in `only` is a client's or a workload's by what it fits; given both kinds, both must fit.
 *
 * @throws RangeError when `only` has an id that fits nothing, or all together leave nothing to measure.
 */
export function planBench({ only = [], quick, check, runs }: BenchOptions): PlannedWorkload[] {
  const clientIds = Object.keys(clients);
  const workloadIds = workloads.map(({ id }) => id);
  const strange = only.find((name) => !named(name, [...clientIds, ...workloadIds]).length);
  if (strange !== undefined) {
    const known = `clients: ${clientIds.join(", ")}\nworkloads: ${workloadIds.join(", ")}`;
    throw new RangeError(`no client or workload is called "${strange}"\n${known}`);
  }
  const wantedClients = only.flatMap((name) => named(name, clientIds));
  const wantedWorkloads = only.flatMap((name) => named(name, workloadIds));

  const planned = (quick ? quickWorkloads() : workloads)
    .filter(({ id }) => isWanted(wantedWorkloads, id))
    .map((workload) => ({
      ...workload,
      ...(runs !== undefined && { runs }),
      clientIds: workload.clientIds
        .filter((id) => isWanted(wantedClients, id))
        .filter((id) => !check || isJudged(workload.id, id)),
    }))
    .filter(({ clientIds }) => clientIds.length > 0);
  if (planned.length === 0) {
    throw new RangeError(`none of these clients is put to these workloads: ${only.join(", ")}`);
  }
  if (check && !criteria.some((criterion) => isTold(criterion, planned))) {
    throw new RangeError(`nothing that must hold is told by these alone: ${only.join(", ")}`);
  }
  return planned;
}

/** The id itself, or else all ids that start with it. */
function named(name: string, ids: readonly string[]): readonly string[] {
  if (name === "" || ids.includes(name)) return ids.filter((id) => id === name);
  return ids.filter((id) => id.startsWith(name));
}

function isWanted(wanted: readonly string[], id: string): boolean {
  return wanted.length === 0 || wanted.includes(id);
}

function isJudged(workloadId: string, clientId: string): boolean {
  return criteria
    .flatMap(figuresOf)
    .some(([workload, client]) => workload === workloadId && client === clientId);
}

/** One of each kind, small and short, once: all clients settle, ours and a bare loop do the rest too. */
function quickWorkloads(): PlannedWorkload[] {
  const few = (id: string) => id.startsWith("rx-lro") || id === "undici-loop";
  return workloads
    .filter(({ kind }, at) => workloads.findIndex((other) => other.kind === kind) === at)
    .map((workload) => ({
      ...workload,
      title: `Quick: ${workload.kind}`,
      operations: 20,
      // A client that is measured for its memory has to be idle.
      intervalMs:
        workload.kind === "memory" ? workload.intervalMs : Math.min(workload.intervalMs, 50),
      lifeMs: [100, 300],
      runs: 1,
      clientIds: workload.clientIds.filter((id) => workload.kind === "settle" || few(id)),
    }));
}
