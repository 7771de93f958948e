// biome-ignore-all assist/source/organizeImports: grouped by who needs them

// For applications.
export type { AccessToken, AccessTokenRequest } from "./access-token.ts";
export { createHttpOperations } from "./http-operations.ts";
export type { HttpOperationsOptions } from "./http-operations-options.ts";
export { type EarthEngineOptions, earthEngine, earthEngineScopes } from "./presets/earth-engine.ts";
export { type GoogleApiOptions, googleApi } from "./presets/google-api.ts";
export { type ShowcaseOptions, showcase } from "./presets/showcase.ts";
export type { RetryOptions } from "./retry.ts";

// For other services.
export { type HttpBinding, type OperationsBindings, standardBindings } from "@rx-lro/core/http";
export { operationParent } from "./operation-parent.ts";

// For other HTTP stacks.
export { type FetchClientOptions, fetchClient } from "./fetch-client.ts";
export type { HttpClient, HttpRequest, HttpResponse } from "./http-client.ts";
export { readText } from "./read-text.ts";
