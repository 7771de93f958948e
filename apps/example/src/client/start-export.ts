import type { Operation } from "@rx-lro/core";
import { readErrorResponse } from "@rx-lro/core/http";
import type { ExportRequest } from "../server/export-request.ts";

/** Which export: an image can be cancelled, a map can't. */
export type ExportKind = "image" | "map";

/** Starts an export and returns its operation. Rejects with an `RpcError` when it is refused, or as `fetch` does. */
export async function startExport(
  baseUrl: string,
  kind: ExportKind,
  request: ExportRequest,
): Promise<Operation> {
  const response = await fetch(`${baseUrl}/v1/projects/example/${kind}:export`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ requestId: crypto.randomUUID(), ...request }),
  });
  if (response.ok) return (await response.json()) as Operation;
  throw readErrorResponse({ status: response.status, text: await response.text() });
}
