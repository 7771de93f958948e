import { createWatcher, exponentialBackoff, type Watch } from "@rx-lro/core";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import { undiciClient } from "@rx-lro/transport-http/node";
import {
  distinctUntilChanged,
  filter,
  fromEvent,
  map,
  merge,
  mergeMap,
  type Observable,
  take,
  takeUntil,
} from "rxjs";
import { cancellationInFull, stateInWords } from "../client/in-words.ts";
import { countEach, kindOf } from "../client/kinds.ts";
import { startExport } from "../client/start-export.ts";
import type { RenderedImage } from "../terrain/terrain-renderer.ts";
import type { ExportPlan } from "./export-plans.ts";
import { decodeExportedImage } from "./exported-image.ts";
import { lineInWords } from "./in-words.ts";
import { progressBar } from "./progress-bar.ts";
import type { Screen } from "./screen.ts";

/** What the job needs. */
export interface RunExportsOptions {
  /** The URL of the server that exports. */
  readonly baseUrl: string;
  readonly plans: readonly ExportPlan[];
  readonly screen: Screen;
  /** Ends the job early; the exports aren't cancelled by that. */
  readonly signal: AbortSignal;
}

/** A planned export that is watched. */
interface Export {
  readonly plan: ExportPlan;
  readonly watch: Watch<RenderedImage>;
}

/**
 * The main job: starts the planned exports, shows the progress of each, cancels those that the plan says, and tells
 * every change of state, every outcome and what each cancellation led to. Returns whether all have settled.
 */
export async function runExports(options: RunExportsOptions): Promise<boolean> {
  const { baseUrl, plans, screen, signal } = options;
  if (signal.aborted) return false;
  await using client = undiciClient();
  const operations = createHttpOperations({ ...earthEngine({ version: "v1", baseUrl }), client });
  const backoff = exponentialBackoff({ initialMs: 150, maxMs: 1000 });
  const watcher = createWatcher(operations, { backoff });
  const exports = plans.map((plan) => {
    const { description, kind, seed, width, height } = plan;
    const request = { description, seed, grid: { dimensions: { width, height } } };
    const started = startExport(baseUrl, kind, request);
    return { plan, watch: watcher.watch(started, { response: decodeExportedImage }) };
  });

  const lines = merge(...exports.map(linesOf)).pipe(takeUntil(fromEvent(signal, "abort")));
  const progress = merge(...exports.map(({ watch }) => watch.states));
  const live = progress.subscribe(() => screen.show(exports.flatMap(progressOf)));
  await lines.forEach((line) => void screen.print(line));
  live.unsubscribe();
  screen.end();

  screen.print(summaryOf(exports));
  return exports.every(({ watch }) => watch.state?.type === "done");
}

/** Everything worth a lasting line: changes of state, poll errors, and what came of a cancellation. */
function linesOf({ plan, watch }: Export): Observable<string> {
  const states = watch.states.pipe(map(lineInWords), distinctUntilChanged());
  const pollErrors = watch.states.pipe(
    map((state) => state.pollError?.message),
    distinctUntilChanged(),
    filter((message) => message !== undefined),
    map((message) => `can't be seen just now: ${message}`),
  );
  const cancellations = watch.states.pipe(
    filter((state) => (state.progress ?? 0) >= (plan.cancelAt ?? Number.POSITIVE_INFINITY)),
    take(1),
    mergeMap(() => watch.cancel()),
    map((outcome) => `cancellation: ${cancellationInFull(outcome)}`),
  );
  const label = plan.description.padEnd(10);
  return merge(states, pollErrors, cancellations).pipe(map((line) => `${label} ${line}`));
}

/** The line of an export that is under way. */
function progressOf({ plan, watch: { state } }: Export): readonly string[] {
  if (state?.type !== "running" && state?.type !== "cancelling") return [];
  const bar = progressBar(state.progress ?? 0);
  return [`${plan.description.padEnd(10)} ${bar}  ${stateInWords(state)}`];
}

function summaryOf(exports: readonly Export[]): string {
  const kinds = exports.map(({ watch }) => (watch.state ? kindOf(watch.state) : "not started"));
  const ends = [...countEach(kinds)].map(([kind, count]) => `${count} ${kind}`);
  return `${exports.length} exports: ${ends.join(", ")}.`;
}
