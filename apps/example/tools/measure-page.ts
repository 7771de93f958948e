import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { openBrowser } from "../browser/open-browser.ts";
import { buildPage } from "../src/server/build-page.ts";
import { createManyOperations, type ManyOperationsOptions } from "./many-operations.ts";
import { readMemory } from "./read-memory.ts";
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

  await page.addInitScript(noteLongTasks);
  await page.goto(server.url);
  await page.getByText(`${count} running`).waitFor();
  await page.waitForTimeout(5000);
  await tellLongTasks(page, "loading and 5 s");

  for (let round = 0; round <= ROUNDS; round += 1) {
    if (round > 0) await page.waitForTimeout((seconds * 1000) / ROUNDS);
    const { heapMegabytes, nodes, listeners } = await readMemory(page);
    const at = Math.round((round * seconds) / ROUNDS);
    tell(`${at} s: heap ${heapMegabytes.toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners`);
  }
  await tellLongTasks(page, `${seconds} s, garbage collections for the figures included`);
}

declare const longTasks: number[];

/** Runs in the page. */
function noteLongTasks(): void {
  Object.assign(globalThis, { longTasks: [] });
  const observer = new PerformanceObserver((list) => {
    longTasks.push(...list.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: "longtask" });
}

/** Tells the tasks of 50 ms and more since it was asked last. By the clock, so other programs on the machine count. */
async function tellLongTasks(page: Page, when: string): Promise<void> {
  const durations = await page.evaluate(() => longTasks.splice(0));
  tell(`${when}: long tasks of ${durations.map(Math.round).join(", ") || "no"} ms`);
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
