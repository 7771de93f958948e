import {
  anyTypeName,
  codeName,
  isRpcError,
  type ListOperationsResponse,
  type Operation,
  type Operations,
  type Outcome,
  readOperation,
  retryDelayOf,
  type Status,
} from "@rx-lro/core";

/** What an operation means, with what its metadata says if the client knows how to read that. */
export function describeOperation(
  operation: Operation,
  { readMetadata }: Pick<Operations, "readMetadata"> = {},
): string {
  const reading = readOperation(operation);
  if (reading.type === "malformed") return `malformed: ${reading.problem}`;
  const meaning =
    reading.type === "running" ? "running" : `done.${describeOutcome(reading.outcome)}`;
  const nameless = operation.name ? "" : ", nameless";
  if (readMetadata === undefined || !operation.metadata) return meaning + nameless;
  const { progress, cancelling } = readMetadata(operation.metadata);
  const percent = progress === undefined ? "no progress" : `${Math.round(progress * 100)} %`;
  return `${meaning}${nameless}; metadata: ${percent}, ${cancelling ? "cancelling" : "not cancelling"}`;
}

/** What a page of operations means, one after the other. */
export function describePage({ operations, nextPageToken }: ListOperationsResponse): string {
  const each = operations.map((operation) => describeOperation(operation)).join(", ");
  const more = nextPageToken === undefined ? "" : "; more follow";
  return `list of ${operations.length}: ${each}${more}`;
}

/** A Status or an error: code, message, and the types of its details. */
export function describeStatus(status: Status): string {
  const { code, message, details } = status;
  const types = details.map((detail) => {
    const type = anyTypeName(detail)?.split(".").at(-1) ?? "untyped";
    return type === "RetryInfo" ? `RetryInfo ${retryDelayOf(status)} ms` : type;
  });
  const detailed = types.length > 0 ? `; details: ${types.join(", ")}` : "";
  const unrouted = isRpcError(status) && status.unrouted ? "; no such route" : "";
  // An RpcError's message has its code already.
  return `${isRpcError(status) ? message : `[${codeName(code)}] ${message}`}${detailed}${unrouted}`;
}

function describeOutcome(outcome: Outcome): string {
  switch (outcome.type) {
    case "succeeded":
      if (outcome.response === undefined) return "succeeded without a response";
      return `succeeded ${anyTypeName(outcome.response) ?? "with an untyped response"}`;
    case "failed":
    case "cancelled":
      return `${outcome.type} ${describeStatus(outcome.status)}`;
    case "malformed":
      return `malformed ${outcome.problem}`;
  }
}
