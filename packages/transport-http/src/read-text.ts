import { Code, RpcError } from "@rx-lro/core/protocol";

/**
 * The text of a UTF-8 body, for authors of an `HttpClient`.
 *
 * @throws RpcError INTERNAL when it is longer than `maxBytes`; the rest isn't read.
 */
export async function readText(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const decoder = new TextDecoder();
  // Not every browser can iterate a stream.
  const reader = body.getReader();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => {});
      throw tooLong(maxBytes);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** The error of a client when a body is too long. */
export function tooLong(maxBytes: number): RpcError {
  return new RpcError(Code.INTERNAL, `the answer exceeds maxResponseBytes: ${maxBytes}`);
}
