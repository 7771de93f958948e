import { Code, messageOf, RpcError } from "@rx-lro/core/protocol";

/** SQLite's primary result codes that are told apart. Source: sqlite.org/rescode.html. */
const BUSY = 5;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** What a call rejects with when the database refuses; names no files, since clients are told. */
export function toCallError(thrown: unknown): RpcError {
  const code = resultCode(thrown);
  const message = `the operations' database refused: ${messageOf(thrown)}`;
  if (code === FULL) return new RpcError(Code.RESOURCE_EXHAUSTED, message, { cause: thrown });
  if (code === CORRUPT) return new RpcError(Code.DATA_LOSS, message, { cause: thrown });
  return new RpcError(Code.UNAVAILABLE, message, { cause: thrown });
}

/** What an engine rejects with when it can't use its file. */
export function toOpenError(path: string, thrown: unknown): RpcError {
  const message = `${JSON.stringify(path)} can't be opened: ${problem(thrown)}`;
  return new RpcError(Code.FAILED_PRECONDITION, message, { cause: thrown });
}

function problem(thrown: unknown): string {
  switch (resultCode(thrown)) {
    case BUSY:
      return "another engine has it, in this process or another; close that one, or choose another file";
    case CANTOPEN:
    case READONLY:
      return "it isn't a file that can be written; create its folder, and let this process write there";
    case NOTADB:
      return "it isn't a SQLite database; choose another file";
    default:
      return messageOf(thrown);
  }
}

/** The primary result code of an error of `node:sqlite`. */
function resultCode(thrown: unknown): number | undefined {
  const code = (thrown as { readonly errcode?: unknown } | null | undefined)?.errcode;
  return typeof code === "number" ? code & 0xff : undefined;
}
