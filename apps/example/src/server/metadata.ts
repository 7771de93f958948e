import type { Any } from "@rx-lro/core";
import type { EngineFacts } from "@rx-lro/server";

/** What the engine knows, in Earth Engine's words. */
export function earthEngineMetadata(facts: EngineFacts): Any {
  const { state, createTime, updateTime, startTime, endTime, attempt, reported } = facts;
  return {
    "@type": "type.googleapis.com/google.earthengine.v1.OperationMetadata",
    state,
    description: "",
    progress: 0,
    destinationUris: [],
    ...reported,
    type: facts.method === "exportMap" ? "EXPORT_TILES" : "EXPORT_IMAGE",
    priority: 100,
    createTime,
    updateTime,
    ...(startTime !== undefined && { startTime }),
    ...(endTime !== undefined && { endTime }),
    attempt,
  };
}
