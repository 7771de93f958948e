// Measures rx-lro and its peers. The README lists the options.
import { readOptions } from "./options.ts";
import { criteria } from "./plan/criteria.ts";
import { planBench } from "./plan/plan.ts";
import { isTold, judge } from "./plan/verdict.ts";
import { checkReport } from "./report/check-report.ts";
import { describeMachine } from "./report/machine.ts";
import { workloadTable } from "./report/workload-table.ts";
import { writeResults } from "./report/write-results.ts";
import { type Measurement, measure, startServerProcess } from "./runs/measure.ts";

const say = (text: string) => process.stdout.write(`${text}\n`);
const { options, workloads } = readTask(process.argv.slice(2));
const isWhole = options.only === undefined && !options.quick && !options.check;
const machine = describeMachine();
if (machine.loadBefore > machine.cores / 2 && !options.quick) {
  process.stderr.write(`others are at work here (load ${machine.loadBefore.toFixed(1)})\n`);
}

using server = await startServerProcess();
const measurements: Measurement[] = [];
for (const workload of workloads) {
  const measured = await measure(server, workload, workload.clientIds, (clientId) =>
    process.stderr.write(`${workload.id}: ${clientId}\n`),
  );
  measurements.push(...measured);
  say(`\n## ${workload.title}\n\n${workloadTable(measured)}`);
}

const verdicts = criteria
  .filter((criterion) => isTold(criterion, workloads))
  .map((criterion) => judge(criterion, measurements));
if (isWhole) {
  const measuredOn = new Date().toISOString().slice(0, 10);
  await writeResults({ machine, measuredOn, workloads, measurements, verdicts });
}
if (isWhole || options.check) say(`\n## What must hold\n\n${checkReport(verdicts)}`);
const isGood = options.check
  ? verdicts.every(({ holds }) => holds)
  : !options.quick || measurements.every(isFaultless);
if (!isGood) process.exitCode = 1;

function isFaultless({ failure, figures: { unknown, wrong } }: Measurement): boolean {
  return failure === undefined && unknown === 0 && wrong === 0;
}

function readTask(args: readonly string[]) {
  try {
    const options = readOptions(args);
    return { options, workloads: planBench(options) };
  } catch (error) {
    const { message } = error as Error;
    process.stderr.write(`${message}\nbenchmarks/README.md tells what can be asked for\n`);
    process.exit(2);
  }
}
