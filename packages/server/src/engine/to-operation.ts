import type { Any, Operation } from "@rx-lro/core";
import { toJsonObject } from "./json.ts";
import { type EngineFacts, toEngineFacts } from "./operation-metadata.ts";
import type { OperationRecord } from "./operation-record.ts";

/** A record as the protocol shows it, frozen; `metadata` shapes the metadata. */
export function toOperation(
  record: OperationRecord,
  metadataType: string,
  metadata: (facts: EngineFacts) => Any,
): Operation {
  const { name, end } = record;
  return Object.freeze({
    name,
    metadata: toJsonObject(metadata(toEngineFacts(record, metadataType))),
    done: end !== undefined,
    ...end,
  });
}
