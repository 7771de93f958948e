import type { ListOperationsResponse, Operation } from "@rx-lro/core";
import type { Page, Response } from "playwright-core";
import type { Ledger } from "./ledger.ts";

/** Records what the server tells the page. */
export function recordAnswers(page: Page, ledger: Ledger): void {
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (!response.ok() || !pathname.startsWith("/v1/")) return;
    const cancelled = /^\/v1\/(.*):cancel$/.exec(pathname)?.[1];
    if (cancelled !== undefined) ledger.cancelled.add(cancelled);
    const body: unknown = await response.json().catch(() => undefined);
    // An answer that was cut off told nothing.
    if (body === undefined) return;
    if (pathname.endsWith(":export")) ledger.started.add((body as Operation).name);
    for (const operation of operationsOf(response, body)) ledger.saw(operation);
  });
}

/** Whether the page has been told of all operations. */
export function isList(response: Response): boolean {
  return response.ok() && new URL(response.url()).pathname === "/v1/projects/example/operations";
}

function operationsOf(response: Response, body: unknown): readonly Operation[] {
  if (!isList(response)) return [body as Operation];
  return (body as Partial<ListOperationsResponse>).operations ?? [];
}
