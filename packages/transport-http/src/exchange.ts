import type { Answer, EncodedRequest } from "@rx-lro/core/http";
import { createAuthorize } from "./access-token.ts";
import { isExposed } from "./base-url.ts";
import { isCredential, redact } from "./credentials.ts";
import { fetchClient } from "./fetch-client.ts";
import type { HttpRequest } from "./http-client.ts";
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
 */
export function createExchange(
  { accessToken, client = fetchClient(), headers: given }: HttpOperationsOptions,
  baseUrl: string,
  maxResponseBytes: number,
): Exchange {
  const common = Object.fromEntries(new Headers(given));
  if (isExposed(baseUrl) && (accessToken || Object.keys(common).some(isCredential))) {
    throw new TypeError(`credentials can't go to ${baseUrl}: use https`);
  }
  const authorize = accessToken && createAuthorize(accessToken);

  return async ({ name, request, read }, signal) => {
    let headers: HttpRequest["headers"] = {
      accept: "application/json",
      ...(request.body && { "content-type": "application/json" }),
      ...common,
    };
    const send = async (token?: string) => {
      if (token) headers = { ...headers, authorization: `Bearer ${token}` };
      try {
        return await client({ ...request, headers, signal, maxResponseBytes });
      } catch (cause) {
        throw toRpcError(cause, name, baseUrl);
      }
    };

    const response = await (authorize ? authorize(send, signal) : send());
    const { status, text } = response;
    const retryAfter = response.header("retry-after");
    const location = response.header("location");
    try {
      return read({ status, text, retryAfter, location });
    } catch {
      // Errors quote what was sent.
      return read({
        status,
        text: redact(text, headers),
        retryAfter,
        location: location && redact(location, headers),
      });
    }
  };
}
