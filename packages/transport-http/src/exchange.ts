import type { Answer, EncodedRequest } from "@rx-lro/core/http";
import { redact } from "./credentials.ts";
import { fetchClient } from "./fetch-client.ts";
import type { HttpResponse } from "./http-client.ts";
import type { HttpOperationsOptions } from "./http-operations-options.ts";
import { toRpcError } from "./to-rpc-error.ts";

/** One call: a request, and how to read the answer. */
export interface Call<T> {
  /** For messages, such as `getOperation operations/x`. */
  readonly name: string;
  readonly request: EncodedRequest;
  read(answer: Answer): T;
}

/** Sends the request of a call, with a token if the service wants one, and reads the answer. */
export type Attempt<T> = (signal: AbortSignal, token?: string) => Promise<T>;

/** Turns a call into an attempt, to be run anew for each. */
export type Exchange = <T>(call: Call<T>) => Attempt<T>;

/**
 * An exchange with the service at a base URL.
 *
 * Redirects are failures, since browsers hide them. Every failure is an RpcError that quotes no credentials.
 *
 * @throws TypeError when headers can't be sent, or credentials would travel over plain HTTP.
 */
export function createExchange(
  { accessToken, client = fetchClient(), headers: given }: HttpOperationsOptions,
  baseUrl: string,
  maxResponseBytes: number,
): Exchange {
  const common: Record<string, string> = { accept: "application/json" };
  const credentials: string[] = [];
  try {
    for (const [name, value] of new Headers(given)) {
      common[name] = value;
      if (value && /auth|cookie|key|token|secret/.test(name)) credentials.push(value);
    }
  } catch {
    // biome-ignore lint/style/useErrorCause: the cause shows the value
    throw new TypeError(`headers can't go to ${baseUrl}: use plain ASCII`);
  }
  // Others on the way can read what goes over plain HTTP, unless it stays on this machine.
  const isExposed = /^http:\/\/(?!(([^/]+\.)?localhost|127[.\d]+|\[::1])(?![\w.-]))/.test(baseUrl);
  if (isExposed && (accessToken || credentials[0])) {
    throw new TypeError(`credentials can't go to ${baseUrl}: use https`);
  }

  return (call) => {
    const sent = [...credentials];
    return async (signal, token) => {
      signal.throwIfAborted();
      if (token) sent.push(token);
      const headers = {
        ...(call.request.body && { "content-type": "application/json" }),
        ...common,
        ...(token && { authorization: `Bearer ${token}` }),
      };
      let response: HttpResponse;
      try {
        response = await client({ ...call.request, headers, signal, maxResponseBytes });
      } catch (cause) {
        throw toRpcError(cause, `${call.name}: no answer from ${baseUrl}`);
      }
      try {
        return call.read(response);
      } catch {
        // Errors quote the answer, which may repeat what was sent.
        return call.read({
          status: response.status,
          text: redact(response.text, sent),
          header: (name) => redact(response.header(name), sent),
        });
      }
    };
  };
}
