import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser/open-browser.ts";
import { buildPage } from "../src/server/build-page.ts";
import { createManyOperations, type ManyOperationsOptions } from "./many-operations.ts";
import { readMemory } from "./read-memory.ts";
import { type MainThreadTask, readTasks, TASK_CATEGORIES } from "./read-tasks.ts";
import { serveManyOperations } from "./serve-many-operations.ts";

const USAGE = `Usage: pnpm measure:page [--seconds 60] [--count 2000] [--changes 100]

Shows the page a parent with many operations, and tells its long tasks and its memory.
`;

const ROUNDS = 10;

async function measure(seconds: number, options: ManyOperationsOptions): Promise<void> {
  const { count, changesPerSecond } = options;
  using many = createManyOperations(options);
  await using server = await serveManyOperations(many, await buildPage());
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  tell(`${count} operations, ${changesPerSecond} changes a second`);
  const shown = page.getByText(`${count} running`);
  tellTasks("loading and 5 s", await tasksDuring(browser, page, server.url, () => shown.waitFor()));

  await page.evaluate(noteLongTasks);
  for (let round = 0; round <= ROUNDS; round += 1) {
    if (round > 0) await page.waitForTimeout((seconds * 1000) / ROUNDS);
    const { heapMegabytes, nodes, listeners } = await readMemory(page);
    const at = Math.round((round * seconds) / ROUNDS);
    tell(`${at} s: heap ${heapMegabytes.toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners`);
  }
  const longTasks = await page.evaluate(
    () => (window as unknown as { longTasks: number[] }).longTasks,
  );
  const longest = Math.round(Math.max(0, ...longTasks));
  tell(
    `long tasks in ${seconds} s, garbage collections for the figures included: ${longTasks.length}, the longest ${longest} ms`,
  );
}

/** The main thread's tasks while a page is loaded, until it shows what it should, and a little longer. */
async function tasksDuring(
  browser: Browser,
  page: Page,
  url: string,
  shown: () => Promise<void>,
): Promise<readonly MainThreadTask[]> {
  await browser.startTracing(page, { categories: TASK_CATEGORIES });
  await page.goto(url);
  await shown();
  await page.waitForTimeout(5000);
  return readTasks(await browser.stopTracing(), url);
}

function tellTasks(when: string, tasks: readonly MainThreadTask[]): void {
  const long = tasks.filter(({ ms }) => ms >= 50);
  tell(`${when}: ${long.length} long tasks`);
  for (const { atMs, ms, processorMs } of long) {
    tell(
      `  at ${atMs.toFixed()} ms: ${ms.toFixed()} ms, of a processor ${processorMs.toFixed()} ms`,
    );
  }
}

/** Runs in the page. */
function noteLongTasks(): void {
  const longTasks: number[] = [];
  Object.assign(window, { longTasks });
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  });
  observer.observe({ type: "longtask" });
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      count: { type: "string", default: "2000" },
      changes: { type: "string", default: "100" },
    },
  });
  const { seconds, count, changes } = values;
  await measure(Number(seconds), { count: Number(count), changesPerSecond: Number(changes) });
} catch (error) {
  process.stderr.write(`${USAGE}\n`);
  throw error;
}
