import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "../server/clock.ts";

/** How often the event loop's delay is sampled. A sample is the whole time since the one before. */
const RESOLUTION_MS = 10;

/** Measures what the process uses from now on, until the returned function is called. */
export async function startMeter() {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  // What blocks the loop before the first sample isn't seen.
  while (loop.count === 0) await sleep(RESOLUTION_MS);
  loop.reset();
  const startedAt = nowMs();
  const cpuBefore = process.cpuUsage();
  return async () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    const wallMs = nowMs() - startedAt;
    // What blocks the loop now is in the next sample.
    await sleep(2 * RESOLUTION_MS);
    loop.disable();
    const delayMs = (sampleNs: number) => Math.max(0, sampleNs / 1e6 - RESOLUTION_MS);
    return {
      cpuMs: (user + system) / 1000,
      wallMs,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      eventLoopP99Ms: delayMs(loop.percentile(99)),
      eventLoopMaxMs: delayMs(loop.max),
    };
  };
}

/** The heap in use after all garbage has been collected. */
export function heapInUse(): number {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
