import type { CancellationOutcome } from "../lifecycle/cancellation-outcome.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { LostReason, OperationFacts, OperationState } from "../lifecycle/operation-state.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { Operation } from "../protocol/operation.ts";
import type { RpcError } from "../protocol/rpc-error.ts";
import type { WatcherContext } from "./watcher-context.ts";

/** What is seen of an operation: its very state, as long as it runs and there is nothing else to tell. */
export type Sight = OperationFacts &
  Required<Pick<OperationFacts, "operation" | "seenAt">> & { readonly type: "running" };

/** What there is to tell of an operation beside what is seen of it. */
export interface Known {
  readonly name: string;
  readonly sight: Sight | undefined;
  readonly phase: Lifecycle["phase"];
  readonly outcome: Outcome | undefined;
  readonly lostBecause: LostReason | undefined;
  readonly cancellation: CancellationOutcome | undefined;
  readonly pollError: RpcError | undefined;
}

/** What an answer shows, with what the service's own reading of its metadata makes of it. */
export function sightOf(
  name: string,
  operation: Operation,
  reading: ReturnType<WatcherContext["readMetadata"]>,
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
export function describeState(known: Known): OperationState | undefined {
  const { cancellation, lostBecause, name, outcome, phase, pollError, sight } = known;
  const isTold = cancellation !== undefined || pollError !== undefined;
  if (lostBecause === undefined && phase === "running" && !isTold) return sight;
  if (sight === undefined && pollError === undefined) return undefined;
  const seen = sight ?? { name };
  const facts = !isTold
    ? seen
    : {
        ...seen,
        ...(cancellation !== undefined && { cancellation }),
        ...(pollError !== undefined && { pollError }),
      };
  if (outcome !== undefined) return { ...facts, type: "done", outcome };
  if (lostBecause !== undefined) {
    return { ...facts, type: "lost", reason: lostBecause, ...(pollError && { error: pollError }) };
  }
  const isCancelling = phase === "requesting" || phase === "requested";
  return isCancelling ? { ...facts, type: "cancelling", phase } : { ...facts, type: "running" };
}
