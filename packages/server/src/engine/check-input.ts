import type { StandardSchemaV1 } from "@standard-schema/spec";
import { badFields } from "../bad-request.ts";

/**
 * What a schema makes of an input.
 *
 * @throws RpcError INVALID_ARGUMENT that names each bad field.
 */
export async function checkInput(schema: StandardSchemaV1, input: unknown): Promise<unknown> {
  const result = await schema["~standard"].validate(input);
  // Falsy issues mean success, says the standard.
  if (!result.issues) return result.value;
  throw badFields(result.issues.map(toViolation));
}

function toViolation({ message, path = [] }: StandardSchemaV1.Issue) {
  const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
  return { field: ["input", ...keys].join("."), description: message };
}
