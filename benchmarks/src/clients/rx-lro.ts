import {
  createWatcher,
  type OperationState,
  type Outcome,
  type Watch,
  type Watcher,
  type WatcherOptions,
} from "@rx-lro/core";
import { createHttpOperations, earthEngine, fetchClient } from "@rx-lro/transport-http";
import { undiciClient } from "@rx-lro/transport-http/node";
import { firstValueFrom } from "rxjs";
import type { End } from "../server/operation-set.ts";
import type { Client, CreateClient } from "./client.ts";
import { limitFetch, SOCKETS } from "./sockets.ts";

/** Which use of rx-lro is measured. */
export interface RxLroOptions extends WatcherOptions {
  /** @defaultValue "undici" */
  readonly http?: "undici" | "fetch";
  /** Sockets of undici's pool. @defaultValue as many as the bare loops have */
  readonly connections?: number;
  /**
   * What the application asks for: all states of each operation, how it ended, all operations of the parent, or
   * nothing: then it holds watches that nobody has subscribed to.
   */
  readonly asks: keyof typeof waysToAsk;
}

const waysToAsk = {
  states: askForStates,
  outcomes: askForOutcomes,
  parent: askForParent,
  nothing: holdOnly,
};

/** rx-lro, looking at fixed intervals like all others. */
export function createRxLro({
  http = "undici",
  connections = SOCKETS,
  asks,
  ...options
}: RxLroOptions): CreateClient {
  return ({ baseUrl, intervalMs }) => {
    if (http === "fetch") limitFetch();
    const client = http === "undici" ? undiciClient({ connections }) : fetchClient();
    const operations = createHttpOperations({ ...earthEngine({ version: "v1", baseUrl }), client });
    const backoff = { minMs: intervalMs, delayMs: () => intervalMs };
    const watcher = createWatcher(operations, { backoff, ...options });
    return {
      watch: waysToAsk[asks](watcher),
      async cancel(name) {
        const cancellation = await firstValueFrom(watcher.watch(name).cancel());
        const { type } = cancellation;
        if (type === "completed") return toEnd(cancellation.outcome);
        if (type === "cancelled" || type === "failed") return type;
        throw new Error(`the cancellation of ${name} is ${type}`);
      },
    };
  };
}

function askForStates(watcher: Watcher): Client["watch"] {
  return (names, onEnd) =>
    new Promise<void>((resolve, reject) => {
      let open = names.length;
      // One observer for all, so that what each operation costs is what rx-lro needs for it.
      const observer = {
        next(state: OperationState) {
          if (state.type === "done") onEnd(state.name, toEnd(state.outcome));
          if (state.type === "lost") reject(new Error(`${state.name} is lost: ${state.reason}`));
        },
        complete() {
          open -= 1;
          if (open === 0) resolve();
        },
      };
      for (const name of names) watcher.watch(name).states.subscribe(observer);
    });
}

function askForOutcomes(watcher: Watcher): Client["watch"] {
  return (names, onEnd) =>
    Promise.all(
      names.map((name) =>
        watcher
          .watch(name)
          .outcome()
          .then((outcome) => onEnd(name, toEnd(outcome))),
      ),
    );
}

function askForParent(watcher: Watcher): Client["watch"] {
  return (names, onEnd) =>
    new Promise<void>((resolve, reject) => {
      const [parent = ""] = (names[0] ?? "").split("/operations/");
      const open = new Set(names);
      const subscription = watcher.watchAll(parent).deltas.subscribe({
        next({ changed }) {
          for (const state of changed.values()) {
            if (state.type !== "done" || !open.delete(state.name)) continue;
            onEnd(state.name, toEnd(state.outcome));
          }
          if (open.size === 0) queueMicrotask(finish);
        },
        complete: () => reject(new Error(`${parent} is lost`)),
      });
      const finish = () => {
        subscription.unsubscribe();
        resolve();
      };
    });
}

function holdOnly(watcher: Watcher): Client["watch"] {
  const held: Watch[] = [];
  return async (names) => {
    for (const name of names) held.push(watcher.watch(name));
  };
}

function toEnd(outcome: Outcome): End {
  if (outcome.type === "malformed") throw new Error(outcome.problem);
  return outcome.type;
}
