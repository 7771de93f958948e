import { Code, RpcError } from "@rx-lro/core/protocol";
import type { OperationsHandler } from "../handler/answer-requests.ts";
import { type Answer, answerRequests } from "../handler/answer-requests.ts";
import { runWithin } from "../handler/deadline.ts";
import { checkLimits } from "../handler/limits.ts";
import type { OperationsHandlerOptions } from "../handler/operations-handler-options.ts";
import { readText } from "../handler/read-body.ts";
import { errorReply, toResponse, unroutedReply } from "../handler/respond.ts";
import { type BatchPart, formatBatch, formatPart, parseBatch } from "./multipart.ts";

/** How many requests of a batch are answered at a time. */
const CONCURRENCY = 10;

/** How batches are read. `log` is told of each batch; the requests in it are for the handler to log. */
export interface BatchHandlerOptions
  extends Pick<OperationsHandlerOptions, "log" | "maxUrlLength" | "timeoutMs"> {
  /** The largest batch in bytes, and about the largest answer. @defaultValue 10 485 760, as with Earth Engine */
  readonly maxBodyBytes?: number;
}

/**
 * Adds Google's `POST /batch` to a handler: it answers each request in the batch, ten at a time, and all the answers
 * are sent as one. Once they are larger than a batch may be, the rest are RESOURCE_EXHAUSTED.
 *
 * The requests have the batch's headers and, of their own, only those about their content: a proxy in front has
 * checked the batch's headers, such as those that say who asks, but not theirs.
 *
 * Code that looks at requests, such as an authorization by paths, stands between the two:
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
    const answers: string[] = [];
    let size = 0;
    const rest = parts.entries();
    async function answerRest(): Promise<void> {
      for (const [index, part] of rest) {
        // Gives other requests their turn.
        await new Promise((resolve) => setTimeout(resolve));
        request.signal.throwIfAborted();
        const isFull = size > maxBodyBytes;
        const response = isFull ? tooLarge() : await answerPart(toRequest(part, request));
        const answer = await formatPart(part.id, response);
        answers[index] = answer;
        size += answer.length;
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, answerRest));
    return formatBatch(answers);
  };

  async function answerPart(request: Request): Promise<Response> {
    if (isBatch(request)) return toResponse(unroutedReply(404, "a batch can't contain batches"));
    try {
      return await handler(request);
    } catch {
      // No handler of this package throws; the other parts still get their answers.
      return toResponse(errorReply(new RpcError(Code.INTERNAL, "internal error")));
    }
  }

  function tooLarge(): Response {
    const message = `the batch's answer is larger than ${maxBodyBytes} bytes; send the rest in another one`;
    return toResponse(errorReply(new RpcError(Code.RESOURCE_EXHAUSTED, message)));
  }

  const answer = answerRequests(answerBatch, options);
  return (request) => (isBatch(request) ? answer(request) : handler(request));
}

function isBatch(request: Request): boolean {
  return request.method === "POST" && /^\/batch(\/|$)/.test(URL.parse(request.url)?.pathname ?? "");
}

function toRequest({ method, target, headers: own, body }: BatchPart, batch: Request): Request {
  const isOfContent = ([name]: readonly [string, string]) => /^content-|^transfer-/.test(name);
  const headers = [...batch.headers].filter((header) => !isOfContent(header));
  headers.push(...[...own].filter(isOfContent));
  const { origin } = new URL(batch.url);
  const hasBody = method !== "GET" && method !== "HEAD" && body !== "";
  return new Request(origin + target, {
    method,
    headers,
    signal: batch.signal,
    ...(hasBody && { body }),
  });
}
