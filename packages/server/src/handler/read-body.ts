import { badRequest } from "../bad-request.ts";
import { isJsonObject } from "../json.ts";

/** The fields of a request's JSON body; none for an empty body, `""` and `null`, whatever the Content-Type. */
export type BodyFields = Readonly<Record<string, unknown>>;

/**
 * Reads a body up to a limit in bytes.
 *
 * @throws RpcError INVALID_ARGUMENT when it is larger, or isn't a JSON object.
 */
export async function readBody(request: Request, limit: number): Promise<BodyFields> {
  const text = await readText(request, limit);
  const json = text.trim() === "" ? "" : parseJson(text);
  if (json === "" || json === null) return {};
  if (isJsonObject(json)) return json;
  throw badRequest("body", "expected a JSON object");
}

/**
 * Reads a body as text up to a limit in bytes.
 *
 * @throws RpcError INVALID_ARGUMENT when it is larger.
 */
export async function readText(request: Request, limit: number): Promise<string> {
  if (request.body === null) return "";
  if (request.bodyUsed || request.body.locked) {
    throw new TypeError("the body has been read already: mount the handler before body parsers");
  }
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      void drain(reader);
      throw badRequest("body", `it is larger than ${limit} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Reads what nobody wants: only then can the connection be used again, or a client read its answer. */
async function drain(reader: ReadableStreamDefaultReader): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // Its client has gone.
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badRequest("body", "it is not JSON", cause);
  }
}
