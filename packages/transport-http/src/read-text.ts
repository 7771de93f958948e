import { Code, RpcError } from "@rx-lro/core";

/**
 * The text of a UTF-8 body, for authors of an `HttpClient`.
 *
 * @throws RpcError INTERNAL when it is longer than `maxBytes`; the rest isn't read.
 */
export async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLong(maxBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What a client rejects with when a body is too long. */
export function tooLong(maxBytes: number): RpcError {
  return new RpcError(Code.INTERNAL, `the answer is longer than maxResponseBytes, ${maxBytes}`);
}
