import { isRpcError, type Operation } from "@rx-lro/core";
import { createHttpOperations, earthEngine } from "@rx-lro/transport-http";
import { startAnsweringServer } from "./answering-server.ts";
import { describeOperation, describePage, describeStatus } from "./describe.ts";
import type { Recording } from "./recording.ts";

/**
 * What a recorded answer means to the client, in words.
 *
 * The answer travels over a real socket to the call that it fits: list for a page, delete or cancel for an empty
 * success, get for everything else.
 */
export async function readMeaning(recording: Recording): Promise<string> {
  await using server = await startAnsweringServer(recording);
  const { baseUrl } = server;
  const operations = isEarthEngine(recording.body)
    ? createHttpOperations(earthEngine({ version: "v1", baseUrl }))
    : createHttpOperations({ baseUrl });
  const recorded = nameIn(recording.body);
  const name = recorded.includes("operations/") ? recorded : "operations/unnamed";
  const options = { retry: false } as const;
  try {
    switch (callFor(recording)) {
      case "list":
        return describePage(await operations.listOperations({ name: "projects/p" }, options));
      case "delete":
        await operations.deleteOperation({ name }, options);
        return "ok, empty";
      case "cancel":
        await operations.cancelOperation({ name }, options);
        return "ok, empty";
      case "get":
        return describeOperation(await operations.getOperation({ name }, options), operations);
    }
  } catch (error) {
    if (isRpcError(error)) return `error ${describeStatus(error)}`;
    throw error;
  }
}

function callFor({ method, status, body }: Recording): "get" | "list" | "cancel" | "delete" {
  if (isObject(body) && Array.isArray(body["operations"])) return "list";
  const isEmpty = body === "" || (isObject(body) && Object.keys(body).length === 0);
  if (status > 299 || !isEmpty) return "get";
  if (method === "DELETE") return "delete";
  return method === "POST" ? "cancel" : "get";
}

/** No `@type` marks Earth Engine's operations, but their kinds of work are nobody else's. */
function isEarthEngine(body: unknown): boolean {
  const metadata = isObject(body) ? body["metadata"] : undefined;
  const type = isObject(metadata) ? metadata["type"] : undefined;
  return (
    /^projects\/[^/]+\/operations\/./.test(nameIn(body)) && /^(EXPORT|INGEST)_/.test(String(type))
  );
}

function nameIn(body: unknown): string {
  const name = isObject(body) ? (body as Partial<Operation>).name : undefined;
  return typeof name === "string" ? name : "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
