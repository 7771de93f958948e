import type { Answer, EncodedRequest } from "@rx-lro/core/http";
import { createAuthorize } from "./access-token.ts";
import { EXPOSED } from "./base-url.ts";
import { CREDENTIAL, redact } from "./credentials.ts";
import { fetchClient } from "./fetch-client.ts";
import type { HttpResponse } from "./http-client.ts";
import type { HttpOperationsOptions } from "./http-operations-options.ts";
import { toRpcError } from "./network-error.ts";

/** One call: a request, and how to read the answer. */
interface Call<T> {
  /** For messages, such as `getOperation operations/x`. */
  readonly name: string;
  readonly request: EncodedRequest;
  read(answer: Answer): T;
}

/** Makes one attempt of a call. Its signal ends it. */
export type Exchange = <T>(call: Call<T>, signal: AbortSignal) => Promise<T>;

/**
 * One attempt: a request with its token, once more with a new token after a 401, and the answer read.
 *
 * Redirects are failures, as browsers have it. Whatever fails is an RpcError that quotes no credentials.
 *
 * @throws TypeError when headers can't be sent, or credentials would travel over plain HTTP.
 */
export function createExchange(
  { accessToken, client = fetchClient(), headers: given }: HttpOperationsOptions,
  baseUrl: string,
  maxResponseBytes: number,
): Exchange {
  const common: Record<string, string> = {};
  let shared = "";
  try {
    for (const [name, value] of new Headers(given)) {
      common[name] = value;
      if (value && CREDENTIAL.test(name)) shared += ` ${value}`;
    }
  } catch {
    // biome-ignore lint/style/useErrorCause: the cause shows the value
    throw new TypeError(`headers can't go to ${baseUrl}: use no line breaks`);
  }
  if (EXPOSED.test(baseUrl) && (accessToken || shared)) {
    throw new TypeError(`credentials can't go to ${baseUrl}: use https`);
  }
  const authorize = accessToken && createAuthorize(accessToken);

  // The same for all calls: frozen, so that no client changes those of others.
  const plain = Object.freeze({ accept: "application/json", ...common });
  const withBody = Object.freeze({ "content-type": "application/json", ...plain });

  return async ({ name, request, read }, signal) => {
    const { body, method, url } = request;
    const basic = body ? withBody : plain;
    let sent = shared;
    const send = (token?: string) => {
      signal.throwIfAborted();
      if (token) sent += ` ${token}`;
      const headers = token ? { ...basic, authorization: `Bearer ${token}` } : basic;
      return client({ method, url, headers, body, signal, maxResponseBytes });
    };

    let response: HttpResponse;
    try {
      response = await (authorize ? authorize(send, signal) : send());
    } catch (cause) {
      throw toRpcError(cause, `${name}: no answer from ${baseUrl}`);
    }
    const { status, text } = response;
    const failed = status > 299 ? response : undefined;
    const location = failed?.header("location");
    const answer = { status, text, location, retryAfter: failed?.header("retry-after") };
    try {
      return read(answer);
    } catch {
      // Errors quote what was sent.
      return read({
        ...answer,
        text: redact(text, sent),
        location: location && redact(location, sent),
      });
    }
  };
}
