import {
  type CancellationOutcome,
  codeName,
  type LostReason,
  type OperationState,
  type Outcome,
} from "@rx-lro/core";

const ENDS: Record<Outcome<unknown>["type"], string> = {
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
  malformed: "ended unreadably",
};

const LOST: Record<LostReason, string> = {
  gone: "it is gone",
  unknown: "it isn’t known there",
  denied: "access was denied",
  unreachable: "it couldn’t be reached for too long",
};

const CANCELLATIONS: Record<CancellationOutcome<unknown>["type"], string> = {
  cancelled: "cancelled, the service says so",
  completed: "it completed all the same",
  failed: "it ended with an error",
  unimplemented: "not supported, it runs on",
  rejected: "refused, it runs on",
  gone: "there is no such operation",
  unconfirmed: "asked for, but the end wasn’t seen",
};

/** A state in a word or two; of one that runs, the metadata tells whether it still waits for a processor. */
export function stateInWords(state: OperationState<unknown, unknown>): string {
  switch (state.type) {
    case "running":
      return isPending(state.metadata) ? "waiting" : "running";
    case "cancelling":
      return state.phase === "requesting" ? "asking to cancel" : "cancelling";
    case "done":
      return ENDS[state.outcome.type];
    case "lost":
      return `lost: ${lostInWords(state.reason)}`;
  }
}

function isPending(metadata: unknown): boolean {
  return (metadata as { readonly state?: unknown } | undefined)?.state === "PENDING";
}

/** Why contact is lost. */
export function lostInWords(reason: LostReason): string {
  return LOST[reason];
}

/** How an operation ended, with the reason. */
export function outcomeInWords(outcome: Outcome<unknown>): string {
  const why = whyInWords(outcome);
  return why ? `${ENDS[outcome.type]}: ${why}` : ENDS[outcome.type];
}

/** Why an operation ended as it did, unless that says it already. */
export function whyInWords(outcome: Outcome<unknown>): string {
  switch (outcome.type) {
    case "succeeded":
    case "cancelled":
      return "";
    case "failed":
      return outcome.status.message || codeName(outcome.status.code);
    case "malformed":
      return outcome.problem;
  }
}

/** What asking to cancel led to. */
export function cancellationInWords({ type }: CancellationOutcome<unknown>): string {
  return CANCELLATIONS[type];
}

/** The same, with what the service said to it. */
export function cancellationInFull(outcome: CancellationOutcome<unknown>): string {
  const words = cancellationInWords(outcome);
  return "error" in outcome ? `${words}: ${outcome.error.rawMessage}` : words;
}
