import { type Any, isObject } from "../protocol/any.ts";
import { Code, codeFromName, codeName } from "../protocol/code.ts";
import { retryDelayOf } from "../protocol/error-details.ts";
import { RpcError } from "../protocol/rpc-error.ts";
import type { Answer } from "./answer.ts";
import { describeBody } from "./describe-body.ts";
import { codeFromHttpStatus, httpStatusFromCode } from "./http-status.ts";
import { parseJson } from "./parse-json.ts";

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
 * The error in a failed answer, whatever its body.
 *
 * The code is the one that the body names, or else that of the HTTP status; older Google APIs answer 403 when a
 * quota is used up, which is RESOURCE_EXHAUSTED. A google.rpc.Status without AIP-193's `error` around it is read
 * too. A 404 or 405 that no method of the service gave (HTML, text, nothing, or a JSON error with neither `status`
 * nor `errors`) is `unrouted`.
 */
export function readErrorResponse(answer: Answer): RpcError {
  const { status: httpStatus } = answer;
  // Some front ends send the body in an array.
  const body = Object([parseJson(answer.text)].flat()[0]);
  const { code, error, error_description: description, message: told } = body;
  // As gRPC-Gateway and Envoy send it; "Not Found" is what gRPC-Gateway says of a route that isn't there.
  const isStatus = Object.values(Code).indexOf(code) > Code.OK && told !== "Not Found";
  // OAuth's shape: {"error": "invalid_token", "error_description": "…"}
  const oauth = typeof error === "string" && { message: description ?? error };
  const fields: Any = isStatus ? { ...body, status: codeName(code) } : oauth || Object(error);
  const { status, errors, details: given } = fields;
  const { message, reason } = { ...array(errors)[0], ...fields };
  const details = array(given);
  const unrouted = !status && !errors && (httpStatus === 404 || httpStatus === 405);
  const isExhausted = /(limit|quota)Exceeded$/i.test(text(reason));
  return new RpcError(
    codeFromName(text(status)) || codeFromHttpStatus(isExhausted ? 429 : httpStatus),
    text(message) || describeBody(answer, "an error message", unrouted || httpStatus < 400),
    {
      details,
      httpStatus,
      unrouted,
      retryDelayMs: retryDelayOf({ details }) ?? parseRetryAfter(answer),
    },
  );
}

/** The body that describes an error, for a server to send with `error.code` as the HTTP status. */
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

function text(json: unknown): string {
  return typeof json === "string" ? json : "";
}

function array(json: unknown): Any[] {
  return Array.isArray(json) ? json.filter(isObject) : [];
}

/** Seconds, or a date by the clock of whoever sent it. */
function parseRetryAfter(answer: Answer): number | undefined {
  const after = answer.header?.("retry-after") ?? "";
  const now = Date.parse(answer.header?.("date") ?? "") || Date.now();
  const ms = after.includes(":") ? Date.parse(after) - now : Number.parseFloat(after) * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
