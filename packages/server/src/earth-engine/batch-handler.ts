import { badRequest } from "../bad-request.ts";
import { type Answer, answerRequests } from "../handler/answer-requests.ts";
import { runWithin } from "../handler/deadline.ts";
import { checkLimits } from "../handler/limits.ts";
import type { OperationsHandler, OperationsHandlerOptions } from "../handler/operations-handler.ts";
import { readText } from "../handler/read-body.ts";
import type { RequestLog } from "../handler/request-log.ts";
import { unroutedResponse } from "../handler/respond.ts";
import { type BatchPart, formatBatch, parseBatch } from "./multipart.ts";

/** The most requests in a batch, as with Google's services. */
const MAX_PARTS = 1000;

/** How batches are read. */
export interface BatchHandlerOptions
  extends Pick<OperationsHandlerOptions, "maxUrlLength" | "timeoutMs"> {
  /** The largest batch in bytes. @defaultValue 10 485 760, as with Earth Engine */
  readonly maxBodyBytes?: number;
  /** Told of every answered batch; the requests in it are the handler's. */
  readonly log?: (entry: RequestLog) => void;
}

/**
 * Adds Google's `POST /batch` to a handler: it is asked for each request in the batch, all at once, and all the
 * answers are one. They have the batch's own headers too, such as its credentials, where they don't say otherwise.
 *
 * What looks at requests, such as an authorization by paths, stands between the two:
 * `createBatchHandler(authorize(handler))`.
 * Source: https://developers.google.com/workspace/drive/api/guides/performance#details, RFC 2046.
 */
export function createBatchHandler(
  handler: OperationsHandler,
  options: BatchHandlerOptions = {},
): OperationsHandler {
  const { maxBodyBytes, timeoutMs } = checkLimits({ maxBodyBytes: 10_485_760, ...options });

  const answerBatch: Answer = async (request) => {
    const text = await runWithin(timeoutMs, request.signal, () => readText(request, maxBodyBytes));
    const parts = parseBatch(request.headers.get("content-type") ?? "", text);
    if (parts.length > MAX_PARTS) {
      throw badRequest("body", `${parts.length} requests are more than ${MAX_PARTS}`);
    }
    const answers = parts.map(async (part) => {
      return { id: part.id, response: await answerPart(toRequest(part, request)) };
    });
    return formatBatch(await Promise.all(answers));
  };

  async function answerPart(request: Request): Promise<Response> {
    if (isBatch(request)) return unroutedResponse(404, "there are no batches in a batch");
    return handler(request);
  }

  const answer = answerRequests(answerBatch, options);
  return (request) => (isBatch(request) ? answer(request) : handler(request));
}

function isBatch(request: Request): boolean {
  return request.method === "POST" && /^\/batch(\/|$)/.test(new URL(request.url).pathname);
}

function toRequest({ method, target, headers, body }: BatchPart, batch: Request): Request {
  for (const [name, value] of batch.headers) {
    const ofBatch = name.startsWith("content-") || name === "transfer-encoding";
    if (!ofBatch && !headers.has(name)) headers.set(name, value);
  }
  const { origin } = new URL(batch.url);
  const hasBody = method !== "GET" && method !== "HEAD" && body !== "";
  return new Request(origin + target, {
    method,
    headers,
    signal: batch.signal,
    ...(hasBody && { body }),
  });
}
