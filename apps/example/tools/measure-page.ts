import { parseArgs } from "node:util";
import { createOperationsHandler } from "@rx-lro/server";
import { serve } from "@rx-lro/server/node";
import type { Page } from "playwright-core";
import { openBrowser } from "../browser/open-browser.ts";
import { buildPage } from "../src/server/build-page.ts";
import { exportSettings } from "../src/server/export-server.ts";
import { createMonitorHandler } from "../src/server/monitor-handler.ts";
import { createManyOperations } from "./many-operations.ts";

const USAGE = `Usage: pnpm measure:page [--seconds 60] [--count 2000] [--changes 100]

Shows the page a parent with many operations, and tells its long tasks and its heap.
`;

/** What a page noted down about itself. */
interface Noted {
  longTasks: { at: number; ms: number }[];
}

async function measure(seconds: number, count: number, changesPerSecond: number): Promise<void> {
  using many = createManyOperations({ count, changesPerSecond });
  const handler = createMonitorHandler({
    operations: createOperationsHandler(many),
    settings: exportSettings,
    page: await buildPage(),
  });
  await using server = await serve(handler);
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(noteLongTasks);
  await page.goto(server.url);
  await page.getByText(`${count} running`).waitFor();

  const heap: number[] = [];
  const rounds = 10;
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 0) await page.waitForTimeout((seconds * 1000) / rounds);
    heap.push(await heapMegabytes(page));
  }
  const { longTasks } = await page.evaluate(() => (window as unknown as { noted: Noted }).noted);
  const longest = Math.max(0, ...longTasks.map(({ ms }) => ms));
  const lines = [
    `${count} operations, ${changesPerSecond} changes a second, ${seconds} s`,
    `long tasks (from 50 ms): ${longTasks.length}, the longest ${Math.round(longest)} ms`,
    ...longTasks
      .slice(0, 20)
      .map(({ at, ms }) => `  at ${Math.round(at)} ms: ${Math.round(ms)} ms`),
    `heap after collection, MB: ${heap.map((megabytes) => megabytes.toFixed(1)).join(" ")}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Runs in the page. */
function noteLongTasks(): void {
  const noted: Noted = { longTasks: [] };
  Object.assign(window, { noted });
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      noted.longTasks.push({ at: startTime, ms: duration });
    }
  });
  observer.observe({ type: "longtask", buffered: true });
}

async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1e6;
}

try {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      count: { type: "string", default: "2000" },
      changes: { type: "string", default: "100" },
    },
  });
  await measure(Number(values.seconds), Number(values.count), Number(values.changes));
} catch (error) {
  process.stderr.write(`${USAGE}\n`);
  throw error;
}
