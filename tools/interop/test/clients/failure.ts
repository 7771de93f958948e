import { Code, RpcError } from "@rx-lro/core";

/** The details of {@link failure}. */
export const details = [
  {
    "@type": "type.googleapis.com/google.rpc.BadRequest",
    fieldViolations: [{ field: "scale", description: "too small" }],
  },
  {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    reason: "TOO_MANY_PIXELS",
    domain: "earthengine.googleapis.com",
    metadata: { maxPixels: "100000000" },
  },
];

/** What an export fails with. */
export const failure = new RpcError(Code.INVALID_ARGUMENT, "too many pixels", { details });
