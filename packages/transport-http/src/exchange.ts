import type { Answer, EncodedRequest } from "@rx-lro/core/http";
import { createAuthorize } from "./access-token.ts";
import { EXPOSED } from "./base-url.ts";
import { CREDENTIAL, redact } from "./credentials.ts";
import type { Work } from "./deadline.ts";
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
  /** Whether the latest attempt has sent the request, and got no 401 for it. */
  isSent?: boolean;
}

/** Turns a call into the work of one attempt, to be run anew for each. */
export type Exchange = <T>(call: Call<T>) => Work<T>;

/**
 * An attempt sends the request with its token, once more with a new one after a 401, and reads the answer.
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
  let credentials = "";
  try {
    for (const [name, value] of new Headers(given)) {
      common[name] = value;
      if (value && CREDENTIAL.test(name)) credentials += ` ${value}`;
    }
  } catch {
    // biome-ignore lint/style/useErrorCause: the cause shows the value
    throw new TypeError(`headers can't go to ${baseUrl}: use no line breaks`);
  }
  if (EXPOSED.test(baseUrl) && (accessToken || credentials)) {
    throw new TypeError(`credentials can't go to ${baseUrl}: use https`);
  }
  // So that no client changes the headers of other calls.
  Object.freeze(common);
  const authorize = accessToken && createAuthorize(accessToken);

  return (call) => async (signal) => {
    let sent = credentials;
    const send = (token?: string) => {
      signal.throwIfAborted();
      let headers = call.request.body ? { "content-type": "application/json", ...common } : common;
      if (token) {
        sent += ` ${token}`;
        headers = { ...headers, authorization: `Bearer ${token}` };
      }
      call.isSent = true;
      return client({ ...call.request, headers, signal, maxResponseBytes });
    };

    let response: HttpResponse;
    try {
      response = await (authorize ? authorize(send, call, signal) : send());
    } catch (cause) {
      throw toRpcError(cause, `${call.name}: no answer from ${baseUrl}`);
    }
    const { status, text } = response;
    const failed = status > 299 ? response : undefined;
    const answer = {
      status,
      text,
      location: failed?.header("location"),
      retryAfter: failed?.header("retry-after"),
    };
    try {
      return call.read(answer);
    } catch {
      // Errors quote the answer, which may repeat what was sent.
      answer.text = redact(text, sent);
      answer.location &&= redact(answer.location, sent);
      return call.read(answer);
    }
  };
}
