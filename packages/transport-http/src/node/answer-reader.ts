import type { Dispatcher } from "undici";
import type { HttpRequest, HttpResponse } from "../http-client.ts";
import { tooLong } from "../read-text.ts";

type Controller = Dispatcher.DispatchController;
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2];

const utf8 = new TextDecoder();

/** Reads one answer as undici's dispatcher tells it, without the stream that `request()` would make of it, and is it. */
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

  /** The signal has aborted. */
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
    // Before the answer there may be hints (1xx).
    this.status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.#maxBytes) controller.abort(tooLong(this.#maxBytes));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const chunks = this.#chunks;
    this.text = utf8.decode(chunks.length > 1 ? Buffer.concat(chunks) : chunks[0]);
    this.#signal.removeEventListener("abort", this);
    this.#resolve(this);
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#signal.removeEventListener("abort", this);
    this.#reject(error);
  }
}
