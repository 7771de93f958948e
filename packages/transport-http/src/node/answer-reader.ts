import { brotliDecompressSync, unzipSync, type ZlibOptions } from "node:zlib";
import type { Dispatcher } from "undici";
import type { HttpRequest, HttpResponse } from "../http-client.ts";
import { tooLong } from "../read-text.ts";

type Controller = Dispatcher.DispatchController;
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2];

const utf8 = new TextDecoder();

/** For answers that a proxy encodes although nobody asked it to, as RFC 9110 (12.5.3) allows. */
const DECODERS = new Map<string | undefined, (body: Buffer, options: ZlibOptions) => Buffer>([
  ["gzip", unzipSync],
  ["deflate", unzipSync],
  ["br", brotliDecompressSync],
]);

/** Reads one answer from undici's dispatcher, without the stream that `request()` would make, and is that answer. */
export class AnswerReader implements Dispatcher.DispatchHandler, HttpResponse {
  status = 0;
  text = "";
  readonly #signal: AbortSignal;
  readonly #maxBytes: number;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #headers: Headers = {};
  #controller: Controller | undefined;

  constructor(
    { maxResponseBytes, signal }: HttpRequest,
    resolve: (response: HttpResponse) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#signal = signal;
    this.#maxBytes = maxResponseBytes;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener("abort", this);
    if (signal.aborted) this.handleEvent();
  }

  /** Called when the signal aborts. */
  handleEvent(): void {
    this.#reject(this.#signal.reason);
    this.#controller?.abort(this.#signal.reason);
  }

  header(name: string): string | undefined {
    const value = this.#headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#signal.aborted) controller.abort(this.#signal.reason);
  }

  onResponseStart(_controller: Controller, status: number, headers: Headers): void {
    // Overwrites those of any hints (1xx) that came before the answer.
    this.status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.#maxBytes) controller.abort(tooLong(this.#maxBytes));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener("abort", this);
    const chunks = this.#chunks;
    try {
      const body = chunks.length > 1 ? Buffer.concat(chunks) : chunks[0];
      const decode = DECODERS.get(this.header("content-encoding")?.toLowerCase());
      const isEncoded = body !== undefined && decode !== undefined;
      this.text = utf8.decode(isEncoded ? decode(body, { maxOutputLength: this.#maxBytes }) : body);
      this.#resolve(this);
    } catch (error) {
      this.#reject(error instanceof RangeError ? tooLong(this.#maxBytes) : error);
    }
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#signal.removeEventListener("abort", this);
    this.#reject(error);
  }
}
