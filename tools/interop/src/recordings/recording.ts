/** A recorded exchange with a service: enough of it to give the same answer again. */
export interface Recording {
  readonly file: string;
  /** The HTTP method that was answered; undefined if unknown. */
  readonly method: string | undefined;
  readonly status: number;
  readonly contentType: string | undefined;
  /** JSON, or a string that is the body itself. */
  readonly body: unknown;
}

/** A folder or a file isn't what it should be, for which no client is to blame. */
export class RecordingsError extends Error {
  override readonly name = "RecordingsError";
}

/**
 * Reads `{ request: { method }, status, contentType, body }`; other fields are for people.
 *
 * @throws RecordingsError when it isn't a recording.
 */
export function parseRecording(file: string, text: string): Recording {
  const json = parseJson(file, text);
  if (!isObject(json)) throw new RecordingsError(`${file} is not a JSON object`);
  const { request, status, contentType, body } = json;
  const method = isObject(request) ? (request["method"] ?? undefined) : undefined;
  const type = contentType ?? undefined;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599) {
    throw new RecordingsError(`${file}: \`status\` is not an HTTP status from 200 to 599`);
  }
  if (method !== undefined && typeof method !== "string") {
    throw new RecordingsError(`${file}: \`request.method\` is not a string`);
  }
  if (type !== undefined && typeof type !== "string") {
    throw new RecordingsError(`${file}: \`contentType\` is not a string`);
  }
  if (body === undefined) throw new RecordingsError(`${file} has no \`body\``);
  return { file, method, status, contentType: type, body };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RecordingsError(`${file} is not JSON: ${String(cause)}`, { cause });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
