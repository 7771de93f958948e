import type { Figures } from "../measures/figures.ts";

/** One figure of one client at one workload. */
export type FigureOf = readonly [workloadId: string, clientId: string, figure: keyof Figures];

/** What must hold: a figure, less another one, divided by a third one, is at most this. */
export interface Criterion {
  readonly title: string;
  readonly of: FigureOf;
  readonly less?: FigureOf;
  readonly per?: FigureOf;
  readonly atMost: number;
  readonly unit?: string;
}

const SETTLE = "settle-10000";
const STATES = "rx-lro-list-states";
const OUTCOMES = "rx-lro-list-outcomes";

const gaxCpu: FigureOf = [SETTLE, "google-gax", "cpuMs"];

const getting: readonly Criterion[] = [
  {
    title: "get, no pause, undiciClient(): CPU per look, to a bare undici loop",
    of: ["throughput-256", "rx-lro-get", "cpuUsPerLook"],
    per: ["throughput-256", "undici-loop", "cpuUsPerLook"],
    atMost: 1.3,
  },
  {
    title: "the same, to google-gax",
    of: ["throughput-256", "rx-lro-get", "cpuUsPerLook"],
    per: ["throughput-256", "google-gax", "cpuUsPerLook"],
    atMost: 1 / 9,
  },
  {
    title: "get, no pause, fetch: CPU per look, to a bare fetch loop",
    of: ["throughput-256", "rx-lro-get-fetch", "cpuUsPerLook"],
    per: ["throughput-256", "fetch-loop", "cpuUsPerLook"],
    atMost: 1.15,
  },
];

const listing: readonly Criterion[] = [
  {
    title: "10,000 by list, outcomes only: requests per operation",
    of: [SETTLE, OUTCOMES, "requestsPerOperation"],
    atMost: 0.01,
  },
  {
    title: "10,000 by list, outcomes only: CPU, to google-gax",
    of: [SETTLE, OUTCOMES, "cpuMs"],
    per: gaxCpu,
    atMost: 1 / 36,
  },
  {
    title: "10,000 by list, outcomes only: CPU, to a bare list loop",
    of: [SETTLE, OUTCOMES, "cpuMs"],
    per: [SETTLE, "list-loop", "cpuMs"],
    atMost: 1.3,
  },
  {
    title: "10,000 by list, outcomes only: peak memory",
    of: [SETTLE, OUTCOMES, "peakMiB"],
    atMost: 140,
    unit: "MiB",
  },
  {
    title: "10,000 by list, outcomes only: detection p99",
    of: [SETTLE, OUTCOMES, "detectionP99Ms"],
    atMost: 1100,
    unit: "ms",
  },
  {
    title: "10,000 by list, all states: requests per operation",
    of: [SETTLE, STATES, "requestsPerOperation"],
    atMost: 0.01,
  },
  {
    title: "10,000 by list, all states: CPU, to google-gax",
    of: [SETTLE, STATES, "cpuMs"],
    per: gaxCpu,
    atMost: 1 / 12,
  },
  {
    title: "10,000 by list, all states: peak memory",
    of: [SETTLE, STATES, "peakMiB"],
    atMost: 175,
    unit: "MiB",
  },
  {
    title: "10,000 by list, all states: detection p99",
    of: [SETTLE, STATES, "detectionP99Ms"],
    atMost: 1250,
    unit: "ms",
  },
  {
    title: "10,000 by list, outcomes only, a look every 100 ms: detection p99",
    of: ["settle-10000-fast", OUTCOMES, "detectionP99Ms"],
    atMost: 150,
    unit: "ms",
  },
  {
    title: "10,000 by list, outcomes only, a look every 100 ms: CPU, to google-gax every second",
    of: ["settle-10000-fast", OUTCOMES, "cpuMs"],
    per: gaxCpu,
    atMost: 1 / 10,
  },
  {
    title: "10 among 100,000 finished: requests, to those by get",
    of: ["finished-parent", STATES, "looks"],
    per: ["finished-parent", "rx-lro-get", "looks"],
    atMost: 1,
  },
  {
    title: "10 among 100,000 finished: pages after the first",
    of: ["finished-parent", STATES, "laterPages"],
    atMost: 0,
  },
];

const waiting: readonly Criterion[] = [
  {
    title: "1,000 by wait: detection p99",
    of: ["settle-1000", "rx-lro-wait", "detectionP99Ms"],
    atMost: 5,
    unit: "ms",
  },
  {
    title: "1,000 by wait: requests per operation",
    of: ["settle-1000", "rx-lro-wait", "requestsPerOperation"],
    atMost: 1,
  },
  {
    title: "1,000 by wait: CPU, to google-gax",
    of: ["settle-1000", "rx-lro-wait", "cpuMs"],
    per: ["settle-1000", "google-gax", "cpuMs"],
    atMost: 1 / 8,
  },
];

const HUGE = "settle-100000";

const scaling: readonly Criterion[] = [
  {
    title: "100,000 with a subscriber each: heap per operation, beside the operation",
    of: ["memory-100000", "rx-lro-get", "heapBytes"],
    less: ["memory-100000", "kept-operations", "heapBytes"],
    atMost: 1024,
    unit: "B",
  },
  {
    title: "100,000 without a subscriber each, watchAll: heap per operation, beside the operation",
    of: ["memory-100000", "rx-lro-all", "heapBytes"],
    less: ["memory-100000", "kept-operations", "heapBytes"],
    atMost: 250,
    unit: "B",
  },
  {
    title: "100,000 held that nobody has subscribed to: heap per watch",
    of: ["memory-100000", "rx-lro-held", "heapBytes"],
    atMost: 250,
    unit: "B",
  },
  {
    title: "100,000 with a subscriber each: heap per operation, to 10,000",
    of: ["memory-100000", "rx-lro-get", "heapBytes"],
    per: ["memory-10000", "rx-lro-get", "heapBytes"],
    atMost: 1.2,
  },
  ...[STATES, OUTCOMES].flatMap((client): Criterion[] => {
    const asked = client === STATES ? "all states" : "outcomes only";
    return [
      {
        title: `100,000 by list, ${asked}: event-loop delay p99`,
        of: [HUGE, client, "eventLoopP99Ms"],
        atMost: 50,
        unit: "ms",
      },
      {
        title: `100,000 by list, ${asked}: ends that stay unknown`,
        of: [HUGE, client, "unknown"],
        atMost: 0,
      },
      { title: `100,000 by list, ${asked}: wrong ends`, of: [HUGE, client, "wrong"], atMost: 0 },
      {
        title: `100,000 by list, ${asked}: CPU per operation, to 10,000`,
        of: [HUGE, client, "cpuUsPerOperation"],
        per: [SETTLE, client, "cpuUsPerOperation"],
        atMost: 1.2,
      },
    ];
  }),
];

const cancelling: readonly Criterion[] = ["rx-lro-get", STATES].flatMap((client): Criterion[] => {
  const way = client === STATES ? "list" : "get";
  return [
    {
      title: `1,000 cancelled, ${way}: outcomes that stay unknown`,
      of: ["cancel-1000", client, "unknown"],
      atMost: 0,
    },
    {
      title: `1,000 cancelled, ${way}: wrong outcomes`,
      of: ["cancel-1000", client, "wrong"],
      atMost: 0,
    },
    {
      // One look, and a tenth of it for the round trip.
      title: `1,000 cancelled, ${way}: the latest outcome after its end`,
      of: ["cancel-1000", client, "detectionMaxMs"],
      atMost: 1100,
      unit: "ms",
    },
  ];
});

/** What rx-lro promises, side by side with others in one run. */
export const criteria: readonly Criterion[] = [
  ...getting,
  ...listing,
  ...waiting,
  ...scaling,
  ...cancelling,
];
