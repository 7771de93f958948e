import { setTimeout as delay } from "node:timers/promises";
import type { Operation, Operations } from "@rx-lro/core";
import { startExport } from "../../src/client/start-export.ts";
import type { DirectPlan } from "./kill-plan.ts";
import type { Ledger } from "./ledger.ts";
import type { MortalServer } from "./mortal-server.ts";

/** What a program without a page needs. */
export interface DirectTools {
  readonly server: MortalServer;
  readonly operations: Operations;
  readonly ledger: Ledger;
}

/** Starts an export, may cancel it, and waits for its end, through all kills. */
export async function exportDirectly(
  { kind, width, cancelAfterMs }: DirectPlan,
  description: string,
  { server, operations, ledger }: DirectTools,
): Promise<void> {
  const grid = { dimensions: { width, height: width / 2 } };
  const request = { description, seed: 1, grid, requestId: crypto.randomUUID() };
  const { name } = await server.untilAnswered(() => startExport(server.url, kind, request));
  ledger.started.add(name);

  const cancel = async () => {
    if (cancelAfterMs === null || kind === "map") return;
    await delay(cancelAfterMs);
    await server.untilAnswered(() => operations.cancelOperation({ name }));
    ledger.cancelled.add(name);
  };
  const wait = async () => {
    let operation: Operation;
    do {
      operation = await server.untilAnswered(() => operations.waitOperation({ name }));
    } while (!operation.done);
    ledger.saw(operation);
  };
  await Promise.all([cancel(), wait()]);
}
