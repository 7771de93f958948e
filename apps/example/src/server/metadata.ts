import type { Any } from "@rx-lro/core";
import type { EngineFacts } from "@rx-lro/server";

/** Earth Engine's OperationMetadata, as far as this app uses it. */
export interface ExportMetadata {
  readonly state: EngineFacts["state"];
  readonly description: string;
  readonly type: string;
  readonly progress: number;
  readonly createTime: string;
  readonly updateTime: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly attempt: number;
  readonly destinationUris: readonly string[];
}

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
