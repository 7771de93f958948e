import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { LostReason, OperationFacts, OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { TrackingContext } from "./tracking-context.ts";

/** What was seen of an operation. Also its state, as long as it runs and there is nothing else to tell. */
export type Sight = OperationFacts &
  Required<Pick<OperationFacts, "operation" | "seenAt">> & { readonly type: "running" };

/** What a state is made of, besides the lifecycle. */
export interface Known {
  readonly name: string;
  readonly sight: Sight | undefined;
  readonly outcome: Outcome | undefined;
  readonly lostBecause: LostReason | undefined;
  /** The latest request to cancel. */
  readonly cancellation: { readonly outcome: CancellationOutcome | undefined } | undefined;
  readonly pollError: RpcError | undefined;
}

/** What an answer shows, with what `readMetadata` makes of its metadata. */
export function sightOf(
  name: string,
  operation: Operation,
  reading: ReturnType<TrackingContext["readMetadata"]>,
  seenAt: number,
): Sight {
  const { problem: metadataProblem, progress } = reading ?? {};
  const metadata = operation.metadata ?? undefined;
  // Literals, since an object that grows takes more memory.
  const type = "running";
  if (metadata === undefined) return { type, name, operation, seenAt };
  if (metadataProblem !== undefined) {
    return { type, name, operation, metadata, metadataProblem, seenAt };
  }
  if (progress === undefined) return { type, name, operation, metadata, seenAt };
  return { type, name, operation, metadata, progress, seenAt };
}

/** The state of an operation; undefined as long as nothing is known. */
export function describeState(known: Known, phase: Lifecycle["phase"]): OperationState | undefined {
  const { lostBecause, name, outcome, pollError, sight } = known;
  const cancellation = known.cancellation?.outcome;
  if (phase === "running" && !lostBecause && !cancellation && !pollError) return sight;
  if (!sight && !pollError) return undefined;
  const facts = {
    ...(sight ?? { name }),
    ...(cancellation && { cancellation }),
    ...(pollError && { pollError }),
  };
  if (outcome) return { ...facts, type: "done", outcome };
  if (lostBecause) {
    return { ...facts, type: "lost", reason: lostBecause, ...(pollError && { error: pollError }) };
  }
  const isCancelling = phase === "requesting" || phase === "requested";
  return isCancelling ? { ...facts, type: "cancelling", phase } : { ...facts, type: "running" };
}
