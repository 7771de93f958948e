import type { Observable } from "rxjs";
import type { OperationState, WatcherOptions } from "../../src/index.ts";
import { createWatcher, exponentialBackoff } from "../../src/index.ts";
import {
  createScriptedOperations,
  type OperationsScript,
  running,
  VirtualClock,
} from "../../src/testing/index.ts";

/** The operation that most tests watch. */
export const NAME = "projects/p/operations/o";

/** An answer to any look: that operation runs. */
export const runs = ({ name }: { readonly name: string }) => running(name);

/** An answer that never comes; the request ends when it is aborted. */
export const never = () => new Promise<never>(() => {});

/** A watcher on virtual time with delays of exactly 1 000, 1 500, 2 250, … ms up to 15 s. */
export function setUp(
  script: OperationsScript,
  options: WatcherOptions = {},
  facts: Parameters<typeof createScriptedOperations>[1] = {},
) {
  const clock = new VirtualClock();
  const operations = createScriptedOperations(script, facts);
  const backoff = exponentialBackoff({ jitter: 0, scheduler: clock });
  const watcher = createWatcher(operations, { scheduler: clock, backoff, ...options });
  return { clock, operations, watcher };
}

/** What a stream gives, and how it ends. */
export interface Recording<T> {
  readonly values: T[];
  isComplete: boolean;
  readonly errors: unknown[];
  stop(): void;
}

export function record<T>(stream: Observable<T>): Recording<T> {
  const values: T[] = [];
  const errors: unknown[] = [];
  const recording = { values, errors, isComplete: false, stop: () => {} };
  const subscription = stream.subscribe({
    next: (value) => values.push(value),
    error: (error) => errors.push(error),
    complete: () => {
      recording.isComplete = true;
    },
  });
  recording.stop = () => subscription.unsubscribe();
  return recording;
}

/** States in short: `running`, `cancelling.requested`, `done.succeeded`, `lost.gone`, with `!` for a poll error. */
export function brief(states: readonly OperationState<unknown, unknown>[]): string[] {
  return states.map(inBrief);
}

function inBrief(state: OperationState<unknown, unknown>): string {
  const mark = state.pollError === undefined ? "" : "!";
  switch (state.type) {
    case "running":
      return `running${mark}`;
    case "cancelling":
      return `cancelling.${state.phase}${mark}`;
    case "done":
      return `done.${state.outcome.type}${mark}`;
    case "lost":
      return `lost.${state.reason}`;
  }
}
