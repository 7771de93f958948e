import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawPlots } from "./plots.ts";
import { describeResults, type Results } from "./results.ts";
import { summarise, withSummary } from "./summary.ts";

const FOLDER = join(import.meta.dirname, "../..");

/** Writes RESULTS.md, results.json, the plots, and the summary in the project's README. */
export async function writeResults(results: Results): Promise<void> {
  const plots = drawPlots(results.measurements);
  const { machine, measuredOn, measurements } = results;
  const json = JSON.stringify({ measuredOn, machine, measurements }, undefined, 2);
  await mkdir(join(FOLDER, "plots"), { recursive: true });
  await writeFile(join(FOLDER, "RESULTS.md"), describeResults(results, plots.keys()));
  await writeFile(join(FOLDER, "results.json"), `${json}\n`);
  const readme = join(FOLDER, "../README.md");
  const summary = summarise(measurements, machine, measuredOn);
  await writeFile(readme, withSummary(await readFile(readme, "utf8"), summary));
  for (const [file, svg] of plots) await writeFile(join(FOLDER, "plots", file), svg);
}
