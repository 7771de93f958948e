import { codeName } from "../protocol/code.ts";
import type { LostReason, OperationState } from "./operation-state.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Thrown by `response()` when the operation didn't succeed, and by `outcome()` and `response()` when the
 * watch ended before the operation did: contact was lost, or the view reached its deadline.
 */
export class OperationError extends Error {
  override readonly name = "OperationError";
  /** The operation's name. */
  readonly operation: string;
  /** The last known state; undefined when nothing was ever seen. */
  readonly state: OperationState<unknown, unknown> | undefined;
  /** How the operation ended; undefined when it hadn't, as far as this watch knows. */
  readonly outcome: Outcome<unknown> | undefined;

  constructor(
    operation: string,
    message: string,
    options: { state?: OperationState<unknown, unknown> | undefined; cause?: unknown } = {},
  ) {
    super(
      `${operation || "operation"}: ${message}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.operation = operation;
    this.state = options.state;
    this.outcome = options.state?.type === "done" ? options.state.outcome : undefined;
  }

  /** What a log or a saved state needs; a plain Error would be `{}` in JSON. */
  toJSON(): object {
    const { name, message, operation, outcome, state } = this;
    return { name, message, operation, state: state?.type, outcome };
  }
}

/** Whether this is an OperationError, even one from another copy of this library. */
export function isOperationError(value: unknown): value is OperationError {
  return value instanceof Error && value.name === "OperationError" && "operation" in value;
}

/** The error for a watch whose last state is `lost`, or `done` without success. */
export function operationErrorOf(state: OperationState<unknown, unknown>): OperationError {
  const cause = state.type === "lost" ? state.error : undefined;
  return new OperationError(state.name, describe(state), { state, cause });
}

/** The error for a watch that reached its deadline before the operation ended. */
export function deadlineErrorOf(
  name: string,
  state: OperationState<unknown, unknown> | undefined,
): OperationError {
  const pollError = state?.pollError;
  const because = pollError === undefined ? "" : `; the latest look failed: ${pollError.message}`;
  const what = `had not ended by the deadline; ${leftAs(state)}${because}`;
  return new OperationError(name, what, { state, cause: pollError });
}

function leftAs(state: OperationState<unknown, unknown> | undefined): string {
  if (state?.operation === undefined) return "it was never seen";
  return state.type === "cancelling" ? "its cancellation was not settled" : "it was left to run";
}

function describe(state: OperationState<unknown, unknown>): string {
  if (state.type === "lost") {
    const loss = state.name === "" ? "could not be started" : LOSSES[state.reason];
    return state.error === undefined ? loss : `${loss}: ${state.error.message}`;
  }
  if (state.type !== "done" || state.outcome.type === "succeeded") return state.type;
  const { outcome } = state;
  if (outcome.type === "malformed") return `ended in a way that can't be read: ${outcome.problem}`;
  return `${outcome.type} with [${codeName(outcome.status.code)}] ${outcome.status.message}`;
}

const LOSSES: Readonly<Record<LostReason, string>> = {
  gone: "was deleted or has expired",
  unknown: "the service doesn't know it; check its name and the base URL",
  denied: "may not be seen with these credentials",
  unreachable: "can't be reached; it may still be running. Subscribe again to resume",
};
