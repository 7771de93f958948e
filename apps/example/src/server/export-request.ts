import { Code, RpcError } from "@rx-lro/core";
import { checkExportImageInput, type ExportImageInput } from "../terrain/export-image-input.ts";

/** The body of `POST /v1/{project}/image:export`, in the shape of Earth Engine's requests. */
export interface ExportRequest {
  readonly description: string;
  /** The terrain to render; the same seed gives the same image. */
  readonly seed: number;
  readonly grid: { readonly dimensions: { readonly width: number; readonly height: number } };
  /** Makes a repeated request the same export (AIP-155). */
  readonly requestId?: string;
}

/**
 * Reads a request's body.
 *
 * @throws RpcError INVALID_ARGUMENT that says what is wrong with it.
 */
export async function readExportRequest(
  request: Request,
): Promise<{ input: ExportImageInput; requestId: string }> {
  const body = await request.json().catch((cause) => {
    throw new RpcError(Code.INVALID_ARGUMENT, "the body is not JSON", { cause });
  });
  if (typeof body !== "object" || body === null) {
    throw new RpcError(Code.INVALID_ARGUMENT, "the body is no JSON object");
  }
  const { description, seed, grid, requestId = "" } = body as Partial<ExportRequest>;
  const { width, height } = grid?.dimensions ?? {};
  const input = checkExportImageInput({ description, seed, width, height } as ExportImageInput);
  return { input, requestId: String(requestId) };
}
