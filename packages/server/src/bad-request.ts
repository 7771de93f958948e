import { Code, RpcError } from "@rx-lro/core/protocol";

/** What is wrong with a field of a request. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** An INVALID_ARGUMENT that names the field of the request, as google.rpc.BadRequest does. */
export function badRequest(field: string, description: string, cause?: unknown): RpcError {
  return badFields([{ field, description }], cause);
}

/** An INVALID_ARGUMENT that names fields of the request. */
export function badFields(fieldViolations: readonly FieldViolation[], cause?: unknown): RpcError {
  const message = fieldViolations.map((each) => `${each.field}: ${each.description}`).join("; ");
  const badRequest = { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations };
  return new RpcError(Code.INVALID_ARGUMENT, message, {
    details: [badRequest],
    ...(cause !== undefined && { cause }),
  });
}
