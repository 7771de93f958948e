import { relative } from "node:path";
import { codeName, type OperationState } from "@rx-lro/core";
import type { RenderedImage } from "../terrain/terrain-renderer.ts";

/** A state in words, leaving out what changes all the time. */
export function stateInWords(state: OperationState<RenderedImage>): string {
  switch (state.type) {
    case "running":
      return "running";
    case "cancelling":
      return state.phase === "requesting" ? "asking to cancel" : "cancelling";
    case "done":
      return outcomeInWords(state);
    case "lost":
      return `lost (${state.reason})${state.error ? `: ${state.error.message}` : ""}`;
  }
}

function outcomeInWords({ outcome }: OperationState<RenderedImage> & { type: "done" }): string {
  switch (outcome.type) {
    case "succeeded":
      return outcome.response === undefined
        ? "succeeded without a file"
        : `succeeded: ${imageInWords(outcome.response)}`;
    case "failed":
    case "cancelled":
      return `${outcome.type} [${codeName(outcome.status.code)}] ${outcome.status.message}`;
    case "malformed":
      return `ended, but the answer can't be read: ${outcome.problem}`;
  }
}

function imageInWords({ file, width, height, bytes }: RenderedImage): string {
  // Package managers change the folder; INIT_CWD is the one that the user is in.
  const path = relative(process.env["INIT_CWD"] ?? process.cwd(), file);
  return `${path}, ${width} × ${height}, ${(bytes / 1e6).toFixed(1)} MB`;
}
