import type {
  ListOperationsRequest,
  ListOperationsResponse,
  Operation,
  OperationState,
  Operations,
  OperationsMethod,
  Watcher,
} from "../../src/index.ts";
import type { ScriptedOperations, VirtualClock } from "../../src/testing/index.ts";
import { PARENT } from "./parent-probe.ts";
import { type Recording, record } from "./probe.ts";

type Facts = Pick<Operations, "service" | "methods" | "listParent" | "readMetadata">;

/** What a service tells of itself that has these methods, shows operations in the list of their parent, and tells progress. */
export function having(...methods: OperationsMethod[]): Facts {
  return {
    methods: new Set(methods),
    listParent: (name) => name.slice(0, name.indexOf("/operations/")),
    readMetadata: ({ progress }) => (typeof progress === "number" ? { progress } : {}),
  };
}

/** A service with get, list and cancel. */
export const LISTED = having("get", "list", "cancel");
/** A service with get, wait and cancel. */
export const HELD = having("get", "wait", "cancel");

/** The names of so many operations of a parent. */
export function namesOf(count: number, parent = PARENT): string[] {
  return Array.from({ length: count }, (_, index) => `${parent}/operations/${index}`);
}

/** Lists rows in pages of what is asked for, at most `maxPageSize`; a token is the number of the next row. */
export function inPages(rows: readonly Operation[], maxPageSize = 1000) {
  return ({ pageSize, pageToken }: ListOperationsRequest): ListOperationsResponse => {
    const from = Number(pageToken ?? 0);
    const to = from + Math.min(pageSize || 50, maxPageSize);
    const operations = rows.slice(from, to);
    return to < rows.length ? { operations, nextPageToken: `${to}` } : { operations };
  };
}

/** The states of several operations, all subscribed to in the same turn. */
export function recordAll(watcher: Watcher, names: readonly string[]): Recording<OperationState>[] {
  return names.map((name) => record(watcher.watch(name).states));
}

/** How many requests were sent by each way. */
export function sent({ count }: ScriptedOperations): Record<"get" | "list" | "wait", number> {
  return { get: count("get"), list: count("list"), wait: count("wait") };
}

/** The type of the latest state of each. */
export function latest(recordings: readonly Recording<OperationState>[]): (string | undefined)[] {
  return recordings.map(({ values }) => values.at(-1)?.type);
}

/** Everybody leaves. */
export function stopAll(recordings: readonly Recording<unknown>[]): void {
  for (const recording of recordings) recording.stop();
}

/** Lets long chains of answers come to an end while time stands still. */
export async function settle(clock: VirtualClock): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await clock.advance(0);
}
