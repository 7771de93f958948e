import type { Any } from "../protocol/any.ts";
import { type Code, codeFromName, codeName } from "../protocol/code.ts";
import { retryDelayOf } from "../protocol/error-details.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import { describeBody } from "./describe-body.ts";
import { codeFromHttpStatus, httpStatusFromCode } from "./http-status.ts";

/** An answer that says a call failed. */
export interface ErrorResponse {
  /** The HTTP status. */
  readonly status: number;
  readonly contentType?: string | undefined;
  /** The Retry-After header: seconds or an HTTP date. */
  readonly retryAfter?: string | undefined;
  /** The body. */
  readonly text: string;
  /** Milliseconds since 1970 that an HTTP date is compared with. @defaultValue `Date.now()` */
  readonly now?: number;
}

/** The JSON body of a failed request, as AIP-193 writes it. */
export interface ErrorBody {
  readonly error: {
    /** The HTTP status, not the google.rpc.Code. */
    readonly code: number;
    readonly message: string;
    /** The name of the code. */
    readonly status: string;
    readonly details: readonly Any[];
  };
}

/**
 * The error in an answer that failed, whatever its body is.
 *
 * The code is the one that the body names, else the one of the HTTP status. A 404 or 405 that no method of
 * the service gave (HTML, text, nothing, or a JSON error with neither `status` nor `errors`) is `unrouted`.
 */
export function readErrorResponse(response: ErrorResponse): RpcError {
  const { status } = response;
  const error = readBody(response.text);
  const unrouted = (status === 404 || status === 405) && !error?.fromMethod;
  const hint = unrouted ? "; check the base URL and version" : "";
  const details = error?.details ?? [];
  return new RpcError(
    error?.code || codeFromHttpStatus(status),
    error?.message ||
      `HTTP ${status} with ${error ? "an error without a message" : describeBody(response, "a JSON error")}${hint}`,
    {
      details,
      httpStatus: status,
      unrouted,
      retryDelayMs: retryDelayOf({ details }) ?? parseRetryAfter(response),
    },
  );
}

/** The body that tells an error, for a server to send with `error.code` as the HTTP status. */
export function formatErrorBody(error: RpcError): ErrorBody {
  return {
    error: {
      code: httpStatusFromCode(error.code),
      message: error.rawMessage,
      status: codeName(error.code),
      details: error.details,
    },
  };
}

interface BodyError {
  readonly code: Code | undefined;
  readonly message: string | undefined;
  readonly details: readonly Any[];
  /** A method of the service gave it, not the HTTP server before it. */
  readonly fromMethod: boolean;
}

function readBody(text: string): BodyError | undefined {
  const body = parseJson(text);
  if (!isObject(body)) return undefined;
  const { error, error_description: description } = body;
  // OAuth's shape: {"error": "invalid_token", "error_description": "…"}
  if (typeof error === "string") {
    const message = string(description) ?? error;
    return { code: undefined, message, details: [], fromMethod: false };
  }
  if (!isObject(error)) return undefined;
  const { status, message, details, errors } = error;
  const [{ message: legacyMessage } = {}] = Array.isArray(errors) ? errors.filter(isObject) : [];
  return {
    code: typeof status === "string" ? codeFromName(status) : undefined,
    message: string(message) ?? string(legacyMessage),
    details: Array.isArray(details) ? details.filter(isObject) : [],
    fromMethod: typeof status === "string" || Array.isArray(errors),
  };
}

function parseRetryAfter({ retryAfter, now = Date.now() }: ErrorResponse): number | undefined {
  const value = retryAfter?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function string(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
