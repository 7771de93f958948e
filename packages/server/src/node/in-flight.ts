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
  readonly #requests = new Map<ServedRequest, Promise<Response>>();
  #isEnding = false;
  /** Why nothing is waited for any more, once the grace is over. */
  #refusal: RpcError | undefined;

  constructor(handler: OperationsHandler) {
    this.#handler = handler;
  }

  /** Answers a request; with an empty 500 if the handler rejects, which none of this package does. */
  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = new ServedRequest(message, response);
    if (this.#refusal !== undefined) request.abort(this.#refusal);
    const answer = this.#ask(request);
    this.#requests.set(request, answer);
    const answered = await answer;
    this.#requests.delete(request);
    // Otherwise its client would send the next request to a connection that ends.
    if (this.#isEnding) response.shouldKeepAlive = false;
    // A body that breaks off can't be reported in any other way.
    await sendNodeResponse(response, answered).catch(() => response.destroy());
  }

  /** Resolves when all are answered; those that aren't after the grace are aborted with UNAVAILABLE. */
  async end(graceMs: number): Promise<void> {
    this.#isEnding = true;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(() => {
        this.#refusal = new RpcError(Code.UNAVAILABLE, "the server is closing; try again");
        for (const request of this.#requests.keys()) request.abort(this.#refusal);
        // A handler that ignores its signal loses its connection.
        setTimeout(resolve, 500).unref();
      }, graceMs);
    });
    await Promise.race([this.#settled(), patience]);
    clearTimeout(timer);
  }

  async #ask(request: Request): Promise<Response> {
    try {
      return await this.#handler(request);
    } catch {
      return new Response(null, { status: 500 });
    }
  }

  async #settled(): Promise<void> {
    // More may still arrive, on connections that were sending them.
    while (this.#requests.size > 0) await Promise.all(this.#requests.values());
  }
}
