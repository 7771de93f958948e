import { Code, RpcError } from "@rx-lro/core";

/** Which image to render. */
export interface ExportImageInput {
  readonly description: string;
  /** The landscape; the same seed gives the same image. */
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

const LARGEST = 8192;

/**
 * Checks that an input can be rendered.
 *
 * @throws RpcError INVALID_ARGUMENT whose BadRequest names what is wrong.
 */
export function checkExportImageInput(input: ExportImageInput): ExportImageInput {
  const { description, seed, width, height } = input;
  const violations = [
    ...(typeof description === "string" && description.trim() !== ""
      ? []
      : [{ field: "description", description: "expected text" }]),
    ...(Number.isSafeInteger(seed) ? [] : [{ field: "seed", description: "expected an integer" }]),
    ...sizeViolations("width", width),
    ...sizeViolations("height", height),
  ];
  if (violations.length === 0) return { description, seed, width, height };
  throw badRequest(violations);
}

/** INVALID_ARGUMENT with a BadRequest that names what is wrong. */
export function badRequest(
  violations: readonly { readonly field: string; readonly description: string }[],
  cause?: unknown,
): RpcError {
  const problems = violations.map((violation) => `${violation.field}: ${violation.description}`);
  return new RpcError(Code.INVALID_ARGUMENT, problems.join("; "), {
    details: [
      { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: violations },
    ],
    cause,
  });
}

function sizeViolations(field: string, pixels: unknown) {
  if (Number.isInteger(pixels) && Number(pixels) >= 1 && Number(pixels) <= LARGEST) return [];
  return [{ field, description: `expected an integer from 1 to ${LARGEST}` }];
}
