import type { Any, Operation } from "@rx-lro/core/protocol";
import { toJsonObject } from "../json.ts";
import { metadataTypeOf, type ResolvedMethod } from "./method.ts";
import { type EngineFacts, toEngineFacts } from "./operation-metadata.ts";
import type { OperationRecord } from "./operation-record.ts";

/**
 * Shows records as frozen operations; `metadata` shapes their metadata. The same record gives the same object.
 */
export function createOperationView(
  methods: ReadonlyMap<string, ResolvedMethod>,
  metadata: (facts: EngineFacts) => Any,
): (record: OperationRecord) => Operation {
  const shown = new WeakMap<OperationRecord, Operation>();
  return (record) => {
    const known = shown.get(record);
    if (known !== undefined) return known;
    const metadataType = methods.get(record.method)?.metadataType ?? metadataTypeOf(record.method);
    const operation = toOperation(record, metadataType, metadata);
    shown.set(record, operation);
    return operation;
  };
}

function toOperation(
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
