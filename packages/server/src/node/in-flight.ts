import { Code, RpcError } from "@rx-lro/core";
import type { OperationsHandler } from "../handler/operations-handler.ts";

/** The requests that a handler has not answered yet. */
export class InFlight {
  readonly #handler: OperationsHandler;
  readonly #requests = new Map<AbortController, Promise<Response>>();

  constructor(handler: OperationsHandler) {
    this.#handler = handler;
  }

  /** Answers a request, whose signal aborts when its client goes away and when `end` gives up on it. */
  async answer(request: Request): Promise<Response> {
    const { signal } = request;
    const controller = new AbortController();
    const follow = (): void => controller.abort(signal.reason);
    signal.addEventListener("abort", follow);
    if (signal.aborted) follow();
    // A new Request would cost more than all else.
    Object.defineProperty(request, "signal", { value: controller.signal });
    const answer = this.#handler(request);
    this.#requests.set(controller, answer);
    try {
      return await answer;
    } finally {
      this.#requests.delete(controller);
      signal.removeEventListener("abort", follow);
    }
  }

  /** Resolves when all are answered; those that aren't after the grace are aborted with UNAVAILABLE. */
  async end(graceMs: number): Promise<void> {
    const timer = setTimeout(() => {
      const reason = new RpcError(Code.UNAVAILABLE, "the server is closing; ask again");
      for (const controller of this.#requests.keys()) controller.abort(reason);
    }, graceMs);
    // A handler that doesn't care for its signal loses its connection.
    const patience = new Promise((resolve) => setTimeout(resolve, graceMs + 500).unref());
    await Promise.race([Promise.allSettled(this.#requests.values()), patience]);
    clearTimeout(timer);
  }
}
