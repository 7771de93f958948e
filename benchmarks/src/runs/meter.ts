import { monitorEventLoopDelay } from "node:perf_hooks";
import { nowMs } from "../server/clock.ts";

/** How often the event loop's delay is sampled; the histogram holds the whole time between two samples. */
const RESOLUTION_MS = 10;

/** Measures what the process uses from now on, until the returned function is called. */
export function startMeter() {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  const startedAt = nowMs();
  const cpuBefore = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    loop.disable();
    return {
      cpuMs: (user + system) / 1000,
      wallMs: nowMs() - startedAt,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      eventLoopP99Ms: Math.max(0, loop.percentile(99) / 1e6 - RESOLUTION_MS),
    };
  };
}

/** The heap in use after all garbage has been collected. */
export function heapInUse(): number {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
