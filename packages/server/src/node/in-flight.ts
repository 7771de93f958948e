import type { IncomingMessage, ServerResponse } from "node:http";
import { Code, RpcError } from "@rx-lro/core/protocol";
import { NodeRequest, sendNodeResponse } from "srvx/node";
import type { OperationsHandler } from "../handler/answer-requests.ts";
import { onceClosed } from "./once-closed.ts";

/** A request whose signal aborts when its client goes away, and when the server gives up on it. */
class ServedRequest extends NodeRequest {
  readonly #controller = new AbortController();
  override readonly signal = this.#controller.signal;

  constructor(req: IncomingMessage, res: ServerResponse) {
    super({ req, res });
    onceClosed(req, res, () => {
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
  readonly #requests = new Set<ServedRequest>();
  /** Why nothing is waited for any more. */
  #refusal: RpcError | undefined;

  constructor(handler: OperationsHandler) {
    this.#handler = handler;
  }

  /** Answers a request; with an empty 500 if the handler rejects, which none of this package does. */
  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = new ServedRequest(message, response);
    if (this.#refusal !== undefined) request.abort(this.#refusal);
    this.#requests.add(request);
    const answered = await this.#ask(request);
    this.#requests.delete(request);
    // A body that breaks off can't be reported in any other way.
    await sendNodeResponse(response, answered).catch(() => response.destroy());
  }

  /** Aborts these requests, and those that still arrive, with UNAVAILABLE. */
  refuse(): void {
    this.#refusal = new RpcError(Code.UNAVAILABLE, "the server is closing; try again");
    for (const request of this.#requests) request.abort(this.#refusal);
  }

  async #ask(request: Request): Promise<Response> {
    try {
      return await this.#handler(request);
    } catch {
      return new Response(null, { status: 500 });
    }
  }
}
