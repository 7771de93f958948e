import { httpStatusFromCode, quotesBody } from "@rx-lro/core/http";
import { Code, codeName, isRpcError, RpcError } from "@rx-lro/core/protocol";
import { badRequest } from "../bad-request.ts";
import { checkLimits } from "./limits.ts";
import type { OperationsHandlerOptions } from "./operations-handler-options.ts";
import { type RequestLog, requestIdOf } from "./request-log.ts";
import { errorReply, type Reply, toResponse } from "./respond.ts";

/** Answers an HTTP request; frameworks and runtimes mount it. */
export type OperationsHandler = (request: Request) => Promise<Response>;

/** Answers a request, given with its URL, or throws. The log is told what it notes. */
export type Answer = (
  request: Request,
  url: URL,
  note: (call: Pick<RequestLog, "method" | "name">) => void,
) => Promise<Reply>;

/**
 * A handler around a way to answer requests: gives each an id, reports errors as AIP-193 says, and logs.
 *
 * @throws RangeError for a bad limit.
 */
export function answerRequests(
  answer: Answer,
  options: Pick<OperationsHandlerOptions, "maxUrlLength" | "log">,
): OperationsHandler {
  const { log } = options;
  const { maxUrlLength } = checkLimits(options);

  async function answerOrThrow(request: Request, entry: Entry): Promise<Reply> {
    if (request.url.length > maxUrlLength) {
      throw badRequest("url", `it is longer than ${maxUrlLength} characters`);
    }
    const url = URL.parse(request.url);
    if (url === null) throw badRequest("url", "it isn't a URL");
    entry.path = url.pathname;
    checkEncoding(url.pathname);
    return await answer(request, url, (call) => Object.assign(entry, call));
  }

  return async (request) => {
    const begin = performance.now();
    const requestId = requestIdOf(request);
    const entry: Entry = { path: "" };
    const reply = await answerOrThrow(request, entry).catch((thrown: unknown) => {
      const error = toTold(thrown, request, requestId);
      entry.code = codeName(error.code);
      if (error.cause === thrown) entry.err = thrown;
      return errorReply(error);
    });
    const ms = performance.now() - begin;
    const { method: httpMethod } = request;
    void tell(log, { requestId, httpMethod, ...entry, status: reply.status, ms });
    const body = httpMethod === "HEAD" ? null : reply.body;
    return toResponse({ ...reply, body }, { "x-request-id": requestId });
  };
}

/** What becomes known of a request while it is answered. */
interface Entry {
  path: string;
  method?: string;
  name?: string;
  code?: string;
  err?: unknown;
}

/**
 * The error that the client is told: an unexpected one stays here, as the cause. So does a server error that has a
 * cause: it may quote addresses, commands and files. So may the page of a proxy before a relayed service.
 */
function toTold(thrown: unknown, request: Request, requestId: string): RpcError {
  const isExpected = isRpcError(thrown);
  if (isExpected && quotesBody(thrown)) {
    const { code, httpStatus, retryDelayMs, unrouted } = thrown;
    const facts = { cause: thrown, httpStatus, retryDelayMs, unrouted };
    return new RpcError(code, "the service behind this one gave no readable answer", facts);
  }
  if (isExpected && (thrown.cause === undefined || httpStatusFromCode(thrown.code) < 500)) {
    return thrown;
  }
  if (request.signal.aborted) return new RpcError(Code.CANCELLED, "the client went away");
  const code = isExpected ? thrown.code : Code.INTERNAL;
  const message =
    code === Code.UNAVAILABLE ? "the service can't answer now; try again" : "internal error";
  const details = [{ "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId }];
  return new RpcError(code, message, { cause: thrown, details });
}

async function tell(log: OperationsHandlerOptions["log"], entry: RequestLog): Promise<void> {
  try {
    await log?.(entry);
  } catch {
    // A log that fails must fail neither the request nor the process.
  }
}

function checkEncoding(path: string): void {
  try {
    decodeURIComponent(path);
  } catch (cause) {
    throw badRequest("name", "the percent-encoding of the path is malformed", cause);
  }
}
