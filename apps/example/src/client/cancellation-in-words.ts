import { type CancellationOutcome, codeName } from "@rx-lro/core";

const UNCONFIRMED = {
  lost: "contact was lost",
  deadline: "its time was up",
  detached: "nobody watched any more",
} as const;

/** What asking to cancel led to, in words. */
export function cancellationInWords(outcome: CancellationOutcome<unknown>): string {
  switch (outcome.type) {
    case "cancelled":
      return "cancelled, the service says so";
    case "completed":
      return "it completed all the same";
    case "failed":
      return "it ended with an error";
    case "unimplemented":
      return "not supported, it runs on";
    case "rejected":
      return "refused, it runs on";
    case "gone":
      return "there is no such operation";
    case "unconfirmed":
      return `asked for, but ${UNCONFIRMED[outcome.reason]} before the end was seen`;
  }
}

/** The same, with what the service said. */
export function cancellationInFull(outcome: CancellationOutcome<unknown>): string {
  const said = saidOf(outcome);
  return said === undefined
    ? cancellationInWords(outcome)
    : `${cancellationInWords(outcome)}: ${said}`;
}

function saidOf(outcome: CancellationOutcome<unknown>): string | undefined {
  switch (outcome.type) {
    case "failed":
      return `[${codeName(outcome.status.code)}] ${outcome.status.message}`;
    case "unimplemented":
    case "rejected":
      return outcome.error.rawMessage;
    default:
      return undefined;
  }
}
