import type { Any } from "./any.ts";
import { Code, codeName } from "./code.ts";
import { retryDelayOf } from "./error-details.ts";
import type { Status } from "./status.ts";
import { messageOf } from "./thrown.ts";

/** What an {@link RpcError} is made from, besides its code and message. */
export interface RpcErrorOptions {
  readonly details?: readonly Any[];
  /** How long the service asks to wait, if a header says so; a RetryInfo in `details` is read without this. */
  readonly retryDelayMs?: number | undefined;
  readonly httpStatus?: number | undefined;
  readonly unrouted?: boolean;
  readonly cause?: unknown;
}

/**
 * A call that failed: a google.rpc.Status as an Error.
 *
 * Not how an operation ended; that is an `Outcome`. The message begins with the code, as in
 * `[NOT_FOUND] no such operation`; `rawMessage` is the service's own.
 */
export class RpcError extends Error implements Status {
  override readonly name = "RpcError";
  readonly code: Code;
  readonly rawMessage: string;
  readonly details: readonly Any[];
  /** How long the service asks to wait before the next try. */
  readonly retryDelayMs: number | undefined;
  /** The HTTP status of the answer; undefined when there was no answer or no HTTP. */
  readonly httpStatus: number | undefined;
  /** No method of the service gave this answer: an HTTP route that isn't there. */
  readonly unrouted: boolean;

  constructor(code: Code, message: string, options: RpcErrorOptions = {}) {
    super(`[${codeName(code)}] ${message}`, options);
    this.code = code;
    this.rawMessage = message;
    this.details = options.details ?? [];
    this.retryDelayMs = options.retryDelayMs ?? retryDelayOf(this);
    this.httpStatus = options.httpStatus;
    this.unrouted = options.unrouted ?? false;
  }

  /** Whatever was thrown, as an RpcError: one stays itself, anything else becomes the cause of one with `code`. */
  static from(thrown: unknown, code: Code = Code.UNKNOWN): RpcError {
    if (isRpcError(thrown)) return thrown;
    return new RpcError(code, messageOf(thrown), { cause: thrown });
  }

  /** The Status, as AIP-193 writes it. */
  toJSON(): Status {
    return { code: this.code, message: this.rawMessage, details: this.details };
  }
}

/** Whether this is an RpcError, even one from another copy of this library. */
export function isRpcError(value: unknown): value is RpcError {
  return (
    value instanceof RpcError ||
    (value instanceof Error &&
      value.name === "RpcError" &&
      typeof (value as Partial<RpcError>).code === "number" &&
      Array.isArray((value as Partial<RpcError>).details))
  );
}
