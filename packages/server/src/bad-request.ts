import { Code, RpcError } from "@rx-lro/core";

/** An INVALID_ARGUMENT that names the field of the request, as google.rpc.BadRequest does. */
export function badRequest(field: string, description: string, cause?: unknown): RpcError {
  return new RpcError(Code.INVALID_ARGUMENT, `${field}: ${description}`, {
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        fieldViolations: [{ field, description }],
      },
    ],
    cause,
  });
}
