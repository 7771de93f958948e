import { setTimeout as delay } from "node:timers/promises";
import type { Operations } from "@rx-lro/core";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import { createTemporaryFolder } from "../../test/temporary-folder.ts";
import { openBrowser } from "../open-browser.ts";
import { type OpenPage, openPage } from "../open-page.ts";
import { exportDirectly } from "./export-directly.ts";
import { exportInPage } from "./export-in-page.ts";
import type { KillRound } from "./kill-plan.ts";
import { Ledger } from "./ledger.ts";
import { startMortalServer } from "./mortal-server.ts";
import { isList, recordAnswers } from "./page-answers.ts";
import { recordShown, type ShownHistory } from "./shown-rows.ts";

/** A server that was killed many times, and the page that watches it. */
export interface KilledServer extends AsyncDisposable {
  readonly operations: Operations;
  readonly open: OpenPage;
  readonly ledger: Ledger;
  /** The descriptions of the exports whose start was repeated until it was acknowledged. */
  readonly started: readonly string[];
  /** Those of them that somebody at the page has cancelled. */
  readonly cancelledInPage: readonly string[];
  /** Everything that the page has shown. */
  history(): Promise<ShownHistory>;
}

/** So high that all rows are on the screen. */
const VIEWPORT = { width: 1280, height: 8000 };

/**
 * Kills a server once for each round, while programs and somebody at the page start exports and cancel them.
 *
 * Resolves when the last server lives on, and nobody starts or cancels any more.
 */
export async function runKills(rounds: readonly KillRound[]): Promise<KilledServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await createTemporaryFolder());
  const server = stack.use(await startMortalServer(folder.path));
  const api = earthEngine({ version: "v1", baseUrl: server.url });
  const operations = createHttpOperations({ ...api, retry: false });
  const browser = stack.use(await openBrowser());
  const open = stack.use(await openPage(browser, server.url, { viewport: VIEWPORT }));
  const ledger = new Ledger();
  recordAnswers(open.page, ledger);
  const history = await recordShown(open.page);

  const started: string[] = [];
  const cancelledInPage: string[] = [];
  const describe = (where: string) => {
    const description = `${where}, ${started.length + 1}.`;
    started.push(description);
    return description;
  };
  let isOver = false;
  const usePage = async () => {
    for (const { inPage } of rounds) {
      if (isOver) return;
      const description = describe("In the page");
      const isCancelled = await exportInPage(inPage, description, { open, server });
      if (isCancelled) cancelledInPage.push(description);
    }
  };
  const running = [usePage()];
  for (const { isSeen, killAfterMs, direct } of rounds) {
    for (const plan of direct) {
      running.push(exportDirectly(plan, describe("Directly"), { server, operations, ledger }));
    }
    if (isSeen) await open.page.waitForResponse(isList);
    await delay(killAfterMs);
    await server.killAndStart();
    const list = await operations.listOperations({ name: "projects/example" });
    for (const operation of list.operations) ledger.saw(operation);
  }
  isOver = true;
  await Promise.all(running);
  return Object.assign(stack.move(), {
    operations,
    open,
    ledger,
    started,
    cancelledInPage,
    history,
  });
}
