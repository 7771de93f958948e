import { type Any, isObject } from "./any.ts";
import type { Code } from "./code.ts";

/** A google.rpc.Status: how a call or an operation failed. Source: google/rpc/status.proto. */
export interface Status {
  /** Usually one of `Code`; services have been seen to send other numbers. */
  readonly code: Code | (number & {});
  readonly message: string;
  /** What else the service says, each a message of its own; read them with `findDetail`. */
  readonly details: readonly Any[];
}

/** The Status in an operation's `error`, defaults filled in; undefined when it has no readable code. */
export function parseStatus(json: unknown): Status | undefined {
  if (!isObject(json)) return undefined;
  const { code, message, details } = json;
  const number = typeof code === "string" && /^-?\d+$/.test(code) ? Number(code) : code;
  if (typeof number !== "number" || !Number.isInteger(number) || number === 0) return undefined;
  return {
    code: number,
    message: typeof message === "string" ? message : "",
    details: Array.isArray(details) ? details.filter(isObject) : [],
  };
}
