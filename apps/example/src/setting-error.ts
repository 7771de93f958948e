import { isRpcError, messageOf } from "@rx-lro/core";

/** A setting that is wrong. The message is one line that says what to set. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** In one line, why the app can't run as it was asked to; undefined for an error that no setting mends. */
export function problemInWords(error: unknown): string | undefined {
  if (error instanceof SettingError) return error.message;
  // A database or a folder that can't be used.
  if (isRpcError(error)) {
    const { errcode } = (error.cause ?? {}) as Record<string, unknown>;
    // SQLite's BUSY: another process has the file.
    return errcode === 5 ? "the app runs already: end it first" : error.rawMessage;
  }
  const { address, code, hostname, port, syscall } = error as Record<string, unknown>;
  if (syscall === "mkdir") return messageOf(error);
  if (syscall !== "listen" && syscall !== "getaddrinfo") return undefined;
  if (code === "EADDRINUSE") return `port ${port} is taken: set another --port`;
  if (code === "EACCES") return `port ${port} needs more rights: set a --port from 1024`;
  return `--host must be an address of this machine, not ${address ?? hostname}`;
}
