import type { Any } from "@rx-lro/core/protocol";
import type { EngineFacts } from "../engine/operation-metadata.ts";

/**
 * Shapes an engine's metadata as Earth Engine's OperationMetadata; for the engine's `metadata` option.
 *
 * `state`, `attempt` and the times are the engine's; `description`, `type`, `priority`, `progress` (0 to 1), `stages`,
 * `destinationUris`, `batchEecuUsageSeconds` and any other field are what the method reported.
 * Source: google.earthengine.v1.OperationMetadata.
 *
 * @example
 * ```ts
 * import { createMemoryEngine } from "@rx-lro/server";
 * import { earthEngineMetadata } from "@rx-lro/server/earth-engine";
 * createMemoryEngine({ methods: { exportImage: async () => ({}) }, metadata: earthEngineMetadata });
 * ```
 */
export function earthEngineMetadata(facts: EngineFacts): Any {
  const { state, attempt, createTime, updateTime, startTime, endTime, reported } = facts;
  return {
    "@type": "type.googleapis.com/google.earthengine.v1.OperationMetadata",
    description: "",
    type: "TYPE_UNSPECIFIED",
    priority: 100,
    progress: state === "SUCCEEDED" ? 1 : 0,
    ...reported,
    state,
    attempt,
    createTime,
    updateTime,
    ...(startTime !== undefined && { startTime }),
    ...(endTime !== undefined && { endTime }),
  };
}
