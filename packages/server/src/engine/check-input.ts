import type { StandardSchemaV1 } from "@standard-schema/spec";
import { badFields } from "../bad-request.ts";

/**
 * Checks an input; returns what the schema makes of it.
 *
 * @throws RpcError INVALID_ARGUMENT that names each bad field.
 */
export async function checkInput(schema: StandardSchemaV1, input: unknown): Promise<unknown> {
  const result = await schema["~standard"].validate(input);
  // The standard says that falsy issues mean success.
  if (!result.issues) return result.value;
  throw badFields(result.issues.map(toViolation));
}

function toViolation({ message, path = [] }: StandardSchemaV1.Issue) {
  const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
  return { field: ["input", ...keys].join("."), description: message };
}
