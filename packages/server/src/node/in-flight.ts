import type { IncomingMessage, ServerResponse } from "node:http";
import { Code, RpcError } from "@rx-lro/core";
import { NodeRequest, sendNodeResponse } from "srvx/node";
import type { OperationsHandler } from "../handler/answer-requests.ts";

/** A request whose signal aborts when its client goes away, and when the server gives up on it. */
class ServedRequest extends NodeRequest {
  readonly #controller = new AbortController();
  override readonly signal = this.#controller.signal;

  constructor(req: IncomingMessage, res: ServerResponse) {
    super({ req, res });
    res.once("close", () => {
      if (!res.writableEnded) this.abort(req.errored ?? undefined);
    });
  }

  abort(reason?: unknown): void {
    this.#controller.abort(reason);
  }
}

/** The requests that a handler has not answered yet. */
export class InFlight {
  readonly #handler: OperationsHandler;
  readonly #readTimeoutMs: number;
  readonly #requests = new Map<ServedRequest, Promise<Response>>();

  /** Whose client reads nothing of an answer for `readTimeoutMs` loses its connection; 0: nobody does. */
  constructor(handler: OperationsHandler, readTimeoutMs: number) {
    this.#handler = handler;
    this.#readTimeoutMs = readTimeoutMs;
  }

  /** Answers a request; with an empty 500 if the handler rejects, as none of this package does. */
  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = new ServedRequest(message, response);
    response.on("timeout", () => {
      // Else the rest stays in memory for as long as the client likes. What has yet to come isn't its fault.
      if (response.writableLength > 0) response.destroy();
    });
    const answer = this.#ask(request);
    this.#requests.set(request, answer);
    const answered = await answer;
    this.#requests.delete(request);
    response.setTimeout(this.#readTimeoutMs);
    // A body that breaks off can't be told otherwise.
    await sendNodeResponse(response, answered).catch(() => response.destroy());
  }

  async #ask(request: Request): Promise<Response> {
    try {
      return await this.#handler(request);
    } catch {
      return new Response(null, { status: 500 });
    }
  }

  /** Resolves when all are answered; those that aren't after the grace are aborted with UNAVAILABLE. */
  async end(graceMs: number): Promise<void> {
    const timer = setTimeout(() => {
      const reason = new RpcError(Code.UNAVAILABLE, "the server is closing; ask again");
      for (const request of this.#requests.keys()) request.abort(reason);
    }, graceMs);
    // A handler that doesn't care for its signal loses its connection.
    const patience = new Promise((resolve) => setTimeout(resolve, graceMs + 500).unref());
    await Promise.race([Promise.allSettled(this.#requests.values()), patience]);
    clearTimeout(timer);
  }
}
