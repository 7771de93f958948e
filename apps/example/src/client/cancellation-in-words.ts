import { type CancellationOutcome, codeName } from "@rx-lro/core";

/** What asking to cancel led to, in words. */
export function cancellationInWords(outcome: CancellationOutcome<unknown>): string {
  switch (outcome.type) {
    case "cancelled":
      return "cancelled, the service says so";
    case "completed":
      return "it completed all the same";
    case "failed":
      return `it failed with [${codeName(outcome.status.code)}] ${outcome.status.message}`;
    case "unimplemented":
      return `not supported, it runs on: ${outcome.error.rawMessage}`;
    case "rejected":
      return `refused, it runs on: ${outcome.error.rawMessage}`;
    case "gone":
      return "there is no such operation";
    case "unconfirmed":
      return `accepted, but nobody saw the end of it (${outcome.reason})`;
  }
}
