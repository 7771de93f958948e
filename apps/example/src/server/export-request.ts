import { Code, RpcError } from "@rx-lro/core";
import type { ExportRequest } from "../client/start-export.ts";
import type { ExportImageInput } from "../terrain/terrain-renderer.ts";

const LARGEST = 8192;

/**
 * Reads a request's body.
 *
 * @throws RpcError INVALID_ARGUMENT whose BadRequest says what is wrong with which field.
 */
export function readExportRequest(body: Readonly<Record<string, unknown>>): ExportImageInput {
  const { description, seed, grid } = body as Partial<ExportRequest>;
  const { width, height } = grid?.dimensions ?? {};
  const isSize = (pixels: unknown) =>
    Number.isInteger(pixels) && Number(pixels) >= 1 && Number(pixels) <= LARGEST;
  const size = `expected an integer from 1 to ${LARGEST}`;
  const checks = [
    ["description", typeof description === "string" && description.trim() !== "", "expected text"],
    ["seed", Number.isSafeInteger(seed), "expected an integer"],
    ["width", isSize(width), size],
    ["height", isSize(height), size],
  ] as const;
  const fieldViolations = checks
    .filter(([, isRight]) => !isRight)
    .map(([field, , expected]) => ({ field, description: expected }));
  if (fieldViolations.length === 0) return { description, seed, width, height } as ExportImageInput;
  const problems = fieldViolations.map((each) => `${each.field}: ${each.description}`);
  const badRequest = { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations };
  throw new RpcError(Code.INVALID_ARGUMENT, problems.join("; "), { details: [badRequest] });
}
