import { Code, messageOf, RpcError } from "@rx-lro/core/protocol";

/** What a call rejects with when the database refuses or is away; names no hosts, since clients are told. */
export function toCallError(thrown: unknown): RpcError {
  if (thrown instanceof RpcError) return thrown;
  const state = sqlState(thrown);
  if (state === undefined) {
    const message = "the operations' database can't be reached";
    return new RpcError(Code.UNAVAILABLE, message, { cause: thrown });
  }
  const message = `the operations' database refused: ${messageOf(thrown)}`;
  return new RpcError(codeOf(state), message, { cause: thrown });
}

/** What an engine rejects with when it can't read its connection's settings; `pg` shows no password in its message. */
export function toConnectionError(cause: unknown): RpcError {
  const message = `the connection can't be used: ${messageOf(cause)}; it must be like "postgresql://lro:secret@localhost/app", and the files that it names readable`;
  return new RpcError(Code.FAILED_PRECONDITION, message, { cause });
}

/** What an engine rejects with when it can't use its schema. */
export function toOpenError(schema: string, thrown: unknown): RpcError {
  if (thrown instanceof RpcError) return thrown;
  const state = sqlState(thrown);
  const code = state === undefined || isAway(state) ? Code.UNAVAILABLE : Code.FAILED_PRECONDITION;
  const message = `the schema ${JSON.stringify(schema)} can't be opened: ${problem(state, thrown)}`;
  return new RpcError(code, message, { cause: thrown });
}

// Classes and codes of postgresql.org/docs/current/errcodes-appendix.html.
function codeOf(state: string): Code {
  if (state.startsWith("54")) return Code.INVALID_ARGUMENT;
  if (state.startsWith("53") && !isAway(state)) return Code.RESOURCE_EXHAUSTED;
  if (state.startsWith("XX")) return Code.DATA_LOSS;
  return Code.UNAVAILABLE;
}

/** No more connections, or a server that starts or stops. */
function isAway(state: string): boolean {
  return state === "53300" || state.startsWith("57P") || state.startsWith("08");
}

function problem(state: string | undefined, thrown: unknown): string {
  const message = textOf(thrown);
  switch (state) {
    case undefined:
      return `no PostgreSQL answers: ${message}; start it, or correct the connection`;
    case "28P01":
    case "28000":
      return `${message}; correct the connection's user and password, or the server's pg_hba.conf`;
    case "3D000":
      return `${message}; create the database, or correct the connection`;
    case "42501":
      return `${message}; grant it, or let a role that may do so start an engine once`;
    default:
      return message;
  }
}

// For a host with several addresses, Node gives an AggregateError without a message.
function textOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(messageOf).join(", ");
  return messageOf(thrown);
}

/** The SQLSTATE of an error that the server sent; those have a severity, others may have a `code` too. */
function sqlState(thrown: unknown): string | undefined {
  const { code, severity } = (thrown ?? {}) as { code?: unknown; severity?: unknown };
  return typeof code === "string" && severity !== undefined ? code : undefined;
}
