import { clients } from "../clients/clients.ts";
import type { Workload } from "../runs/task.ts";

/** A workload, and the clients that are put to it. */
export interface PlannedWorkload extends Workload {
  readonly title: string;
  readonly clientIds: readonly string[];
}

const PEERS = ["google-gax", "azure-core-lro", "p-retry-loop", "rxjs-loop", "fetch-loop"];
const LISTING = startingWith("list-loop");
const BARE = ["undici-loop", ...LISTING];
const OURS = ["rx-lro-get", "rx-lro-get-outcomes", ...startingWith("rx-lro-list")];
const WAITING = startingWith("rx-lro-wait");
/** The others take most of a core at 10 000 already; at 100 000 they would take the machine's memory. */
const LIGHT = [...BARE, ...OURS];

/** Needs as many sockets as there are operations, so there can't be many. */
function bareWait(operations: number): string[] {
  return operations > 1000 ? [] : ["wait-loop"];
}

function startingWith(prefix: string): string[] {
  return Object.keys(clients).filter((id) => id.startsWith(prefix));
}

const standard = {
  finished: 0,
  intervalMs: 1000,
  lifeMs: [1000, 10_000],
  limitMs: 120_000,
  runs: 3,
} as const;

const settling = [100, 1000, 10_000, 100_000].map((operations): PlannedWorkload => {
  const many = operations > 10_000;
  return {
    ...standard,
    id: `settle-${operations}`,
    title: `${operations.toLocaleString("en")} operations, one look per second`,
    kind: "settle",
    operations,
    runs: many ? 1 : 3,
    clientIds: many ? LIGHT : [...PEERS, ...BARE, ...bareWait(operations), ...OURS, ...WAITING],
  };
});

const keeping = [1000, 10_000, 100_000].map((operations): PlannedWorkload => {
  const many = operations > 10_000;
  const ours = ["kept-operations", "rx-lro-all", "rx-lro-held"];
  return {
    ...standard,
    id: `memory-${operations}`,
    title: `${operations.toLocaleString("en")} operations, idle`,
    kind: "memory",
    operations,
    intervalMs: 600_000,
    runs: 1,
    clientIds: many ? [...LIGHT, ...ours] : [...PEERS, ...BARE, ...OURS, ...WAITING, ...ours],
  };
});

/** Everything that is measured, small first. */
export const workloads: readonly PlannedWorkload[] = [
  ...settling,
  {
    ...standard,
    id: "settle-10000-fast",
    title: "10,000 operations, ten looks per second",
    kind: "settle",
    operations: 10_000,
    intervalMs: 100,
    clientIds: [...BARE, ...startingWith("rx-lro-list")],
  },
  {
    ...standard,
    id: "finished-parent",
    title: "10 operations among 100,000 finished ones, one look per second",
    kind: "settle",
    operations: 10,
    finished: 100_000,
    clientIds: ["google-gax", ...BARE, ...OURS],
  },
  {
    ...standard,
    id: "throughput-256",
    title: "256 operations, no pause between looks",
    kind: "throughput",
    operations: 256,
    intervalMs: 0,
    lifeMs: [4000, 4000],
    // Its ratios differ from run to run more than others.
    runs: 5,
    clientIds: [...PEERS, ...BARE, ...OURS, "rx-lro-get-fetch"],
  },
  {
    ...standard,
    id: "throughput-10000",
    title: "10,000 operations, no pause between lists",
    kind: "throughput",
    operations: 10_000,
    intervalMs: 0,
    lifeMs: [4000, 4000],
    clientIds: [...LISTING, ...startingWith("rx-lro-list")],
  },
  ...keeping,
  {
    ...standard,
    id: "cancel-1000",
    title: "1,000 operations cancelled at once, one look per second",
    kind: "cancel",
    operations: 1000,
    lifeMs: [60_000, 60_000],
    clientIds: [...PEERS, ...BARE, ...OURS, ...WAITING],
  },
];
