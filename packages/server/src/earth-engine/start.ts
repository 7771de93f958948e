import type { Operation } from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";
import type { StartOptions } from "../engine/engine.ts";

/** What Earth Engine's clients start, as the end of `POST /v1/projects/p/image:export` names it. */
export type EarthEngineStartKind = keyof typeof operationTypes;

/**
 * Starts an operation. `body` is the request as it was sent, unchecked except for `requestId` and `description`;
 * `options` are for `engine.start`.
 *
 * @throws RpcError with what is wrong, such as INVALID_ARGUMENT.
 */
export type EarthEngineStart = (
  body: Readonly<Record<string, unknown>>,
  options: StartOptions,
) => Promise<Operation>;

/** The type that Earth Engine's metadata shows for an operation of each kind. */
const operationTypes = {
  "image:export": "EXPORT_IMAGE",
  "table:export": "EXPORT_FEATURES",
  "video:export": "EXPORT_VIDEO",
  "map:export": "EXPORT_TILES",
  "videoMap:export": "EXPORT_TILES",
  "classifier:export": "EXPORT_CLASSIFIER",
  "image:import": "INGEST_IMAGE",
  "table:import": "INGEST_TABLE",
} as const;

/** In characters; lists show descriptions, and databases look request ids up. */
const LONGEST_TEXT = 500;

/**
 * The options for an operation that a client starts: below its project, and the same one for the same requestId.
 *
 * @throws RpcError INVALID_ARGUMENT for a requestId or a description that isn't a text, or is too long.
 */
export function toStartOptions(
  kind: EarthEngineStartKind,
  parent: string,
  body: Readonly<Record<string, unknown>>,
): StartOptions {
  const { priority } = body;
  const requestId = readText(body, "requestId");
  const description = readText(body, "description");
  const metadata = {
    type: operationTypes[kind],
    ...(description && { description }),
    ...(typeof priority === "number" && { priority }),
  };
  return { parent, requestId, metadata };
}

function readText(body: Readonly<Record<string, unknown>>, field: string): string {
  const text = body[field] ?? "";
  if (typeof text === "string" && text.length <= LONGEST_TEXT) return text;
  throw badRequest(field, `expected a string of at most ${LONGEST_TEXT} characters`);
}
