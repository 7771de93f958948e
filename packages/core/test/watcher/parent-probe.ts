import type { ListOperationsResponse, Operation, ParentState } from "../../src/index.ts";
import { brief } from "./probe.ts";

/** The parent that tests watch, and its operations. */
export const PARENT = "projects/p";
export const [A, B, C] = ["a", "b", "c"].map((id) => `${PARENT}/operations/${id}`) as [
  string,
  string,
  string,
];
export const image = { "@type": "type.googleapis.com/x.Image", id: "i" };

/** A page of a list, the last one. */
export const page = (...operations: Operation[]): ListOperationsResponse => ({ operations });

/** Each state in short: `a:running b:done.succeeded`, with `!` for a poll error and the reason of a loss. */
export function inBrief(states: readonly ParentState[]): string[] {
  return states.map((state) => {
    const all = [...state.operations.values()];
    const operations = brief(all).map((text, index) => `${all[index]?.name.at(-1)}:${text}`);
    const mark = state.pollError === undefined ? "" : "!";
    return [...operations, state.type === "lost" ? `lost.${state.reason}` : mark].join(" ").trim();
  });
}
