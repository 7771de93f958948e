import { type Any, Code, messageOf, RpcError } from "@rx-lro/core/protocol";
import { isJsonObject, toJsonObject, toJsonSnapshot } from "../json.ts";
import type { MethodContext, ResolvedMethod } from "./method.ts";
import { cancelledEnd, type OperationEnd } from "./operation-record.ts";

/**
 * Calls a method's handler, unless its signal has aborted, and returns how its operation ends. Never rejects, whatever
 * the handler does; doesn't settle before the handler does.
 */
export async function runMethod(
  method: ResolvedMethod,
  input: unknown,
  context: MethodContext,
): Promise<OperationEnd> {
  try {
    // A turn later, so that whoever started it is answered before the handler's first statement.
    const output = await Promise.resolve().then(() => {
      context.signal.throwIfAborted();
      return method.run(input, context);
    });
    return toResponse(output, method.responseType);
  } catch (thrown) {
    return toError(thrown, context.signal);
  }
}

function toResponse(output: unknown, responseType: string): OperationEnd {
  try {
    return { response: toAny(toJsonSnapshot(output), responseType) };
  } catch (problem) {
    const message = `the method's response can't be an Any: ${messageOf(problem)}`;
    return { error: Object.freeze({ code: Code.INTERNAL, message }) };
  }
}

function toAny(json: unknown, responseType: string): Any {
  if (json === undefined) return Object.freeze({ "@type": wellKnown("Empty") });
  if (!isJsonObject(json)) return Object.freeze({ "@type": wellKnown("Value"), value: json });
  const { "@type": type = responseType } = json;
  if (typeof type !== "string") throw new TypeError("its @type isn't a string");
  return Object.freeze({ "@type": type, ...json });
}

function wellKnown(message: string): string {
  return `type.googleapis.com/google.protobuf.${message}`;
}

function isCancellation(thrown: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  return thrown === signal.reason || (thrown instanceof Error && thrown.name === "AbortError");
}

function toError(thrown: unknown, signal: AbortSignal): OperationEnd {
  try {
    if (isCancellation(thrown, signal)) return cancelledEnd;
    const { code, message, details } = RpcError.from(thrown).toJSON();
    // An int32, and 0 isn't an error.
    const isCode = (code | 0) === code && code !== Code.OK;
    const known = { code: isCode ? code : Code.UNKNOWN, message };
    return { error: toJsonObject({ ...known, ...(details.length > 0 && { details }) }) };
  } catch (problem) {
    const message = `the method failed with an error that can't be reported: ${messageOf(problem)}`;
    return { error: Object.freeze({ code: Code.INTERNAL, message }) };
  }
}
