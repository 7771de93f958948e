import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

const STATUS_OF_ERROR: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request took too long to arrive"],
  HPE_HEADER_OVERFLOW: [431, "the headers or the URL are too large"],
};

/** Answers what `node:http` can't read as a request, and ends the connection. */
export function answerMalformed(error: Error & { readonly code?: string }, socket: Duplex): void {
  const [code, message] = STATUS_OF_ERROR[error.code ?? ""] ?? [400, "this is not an HTTP request"];
  const status = code === 408 ? "DEADLINE_EXCEEDED" : "INVALID_ARGUMENT";
  const body = JSON.stringify({ error: { code, message, status, details: [] } });
  // Once an answer has begun, another would be taken for the rest of it.
  const { _httpMessage: answer } = socket as { _httpMessage?: { readonly headersSent: boolean } };
  if (!socket.writable || answer?.headersSent) {
    socket.destroy();
    return;
  }
  socket.end(
    `HTTP/1.1 ${code} ${STATUS_CODES[code]}\r\nconnection: close\r\n` +
      "content-type: application/json; charset=utf-8\r\ncache-control: no-store\r\n" +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
