import type { OperationsBindings } from "@rx-lro/core/http";
import type { Any, MetadataReading } from "@rx-lro/core/protocol";
import type { HttpOperationsOptions } from "../http-operations-options.ts";

/** OAuth scopes, either of which is enough for all five methods. */
export const earthEngineScopes = {
  earthEngine: "https://www.googleapis.com/auth/earthengine",
  cloudPlatform: "https://www.googleapis.com/auth/cloud-platform",
} as const;

/** What {@link earthEngine} needs to know. */
export interface EarthEngineOptions {
  readonly version: "v1" | "v1beta" | "v1alpha";
  /** @defaultValue `https://earthengine.googleapis.com` */
  readonly baseUrl?: string;
}

/**
 * Google Earth Engine's `projects.operations`, with all five methods.
 *
 * @example
 * ```ts
 * import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
 * declare const token: string;
 * createHttpOperations({ ...earthEngine({ version: "v1" }), accessToken: () => token });
 * ```
 */
export function earthEngine(options: EarthEngineOptions): HttpOperationsOptions {
  const { version, baseUrl = "https://earthengine.googleapis.com" } = options;
  return { baseUrl, bindings: earthEngineBindings(version), listParent, readMetadata };
}

function earthEngineBindings(version: string): OperationsBindings {
  const path = `/${version}/{name=projects/*/operations/**}`;
  return {
    get: { method: "GET", path },
    list: { method: "GET", path: `/${version}/{name=projects/*}/operations` },
    cancel: { method: "POST", path: `${path}:cancel` },
    delete: { method: "DELETE", path },
    wait: { method: "POST", path: `${path}:wait`, body: "*" },
  };
}

function listParent(name: string): string | undefined {
  return /^(projects\/[^/]+)\/operations\/./.exec(name)?.[1];
}

function readMetadata(metadata: Any): MetadataReading {
  const { state, progress, updateTime } = metadata as Record<string, unknown>;
  return {
    ...(typeof progress === "number" && progress >= 0 && progress <= 1 && { progress }),
    cancelling: state === "CANCELLING",
    ...(typeof updateTime === "string" && { updateTime }),
  };
}
