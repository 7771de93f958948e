import type { HttpOperationsOptions } from "../http-operations-options.ts";

/** The options of {@link showcase}. */
export interface ShowcaseOptions {
  /** @defaultValue `http://localhost:7469` */
  readonly baseUrl?: string;
}

/** gapic-showcase, Google's test server for generated clients. It has no wait. */
export function showcase(options: ShowcaseOptions = {}): HttpOperationsOptions {
  const { baseUrl = "http://localhost:7469" } = options;
  const path = "/v1beta1/{name=operations/**}";
  return {
    baseUrl,
    bindings: {
      get: { method: "GET", path },
      list: { method: "GET", path: "/v1beta1/operations" },
      cancel: { method: "POST", path: `${path}:cancel` },
      delete: { method: "DELETE", path },
    },
    // It refuses requests without these tokens.
    headers: { "x-goog-api-client": "rest/0.0.0 gapic/0.0.0" },
  };
}
