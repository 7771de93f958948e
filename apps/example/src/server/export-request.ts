import { checkExportImageInput, type ExportImageInput } from "../terrain/export-image-input.ts";

/** The body of `POST /v1/{project}/image:export`, in the shape of Earth Engine's requests. */
export interface ExportRequest {
  readonly description: string;
  /** The terrain to render; the same seed gives the same image. */
  readonly seed: number;
  readonly grid: { readonly dimensions: { readonly width: number; readonly height: number } };
  /** A repeated request with the same id is the same export (AIP-155). */
  readonly requestId?: string;
}

/**
 * Reads a request's body.
 *
 * @throws RpcError INVALID_ARGUMENT that says what is wrong with the body.
 */
export function readExportRequest(body: Readonly<Record<string, unknown>>): ExportImageInput {
  const { description, seed, grid } = body as Partial<ExportRequest>;
  const { width, height } = grid?.dimensions ?? {};
  return checkExportImageInput({ description, seed, width, height } as ExportImageInput);
}
