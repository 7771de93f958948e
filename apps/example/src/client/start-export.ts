import type { Operation } from "@rx-lro/core";
import { readErrorResponse } from "@rx-lro/core/http";

/** Which export: an image can be cancelled, a map can't. */
export type ExportKind = "image" | "map";

/** The body of `POST /v1/{project}/image:export`, in the shape of Earth Engine's requests. */
export interface ExportRequest {
  readonly description: string;
  /** The terrain to render; the same seed gives the same image. */
  readonly seed: number;
  readonly grid: { readonly dimensions: { readonly width: number; readonly height: number } };
  /** A repeated request with the same id is the same export (AIP-155). */
  readonly requestId?: string;
}

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
