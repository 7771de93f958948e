import { relative } from "node:path";
import type { OperationState } from "@rx-lro/core";
import { outcomeInWords, stateInWords } from "../client/in-words.ts";
import type { RenderedImage } from "../terrain/terrain-renderer.ts";

/** A state with all that is said about it but what changes all the time. */
export function lineInWords(state: OperationState<RenderedImage>): string {
  if (state.type === "lost" && state.error) return `${stateInWords(state)}: ${state.error.message}`;
  if (state.type !== "done") return stateInWords(state);
  const { outcome } = state;
  const image = outcome.type === "succeeded" && outcome.response;
  return image ? `succeeded: ${imageInWords(image)}` : outcomeInWords(outcome);
}

function imageInWords({ file, width, height, bytes }: RenderedImage): string {
  // Package managers change the folder; INIT_CWD is the one that the user is in.
  const path = relative(process.env["INIT_CWD"] ?? process.cwd(), file);
  return `${path}, ${width} × ${height}, ${(bytes / 1e6).toFixed(1)} MB`;
}
