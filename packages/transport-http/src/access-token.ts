import { Code, RpcError } from "@rx-lro/core";
import type { HttpResponse } from "./http-client.ts";
import { toRpcError } from "./to-rpc-error.ts";

/**
 * Gives the OAuth access token for a request; called for every one, so it should cache.
 *
 * `() => auth.getAccessToken()` of google-auth-library is one. What it throws is UNAVAILABLE, which is repeated,
 * unless it is an RpcError; a token that can't be sent is UNAUTHENTICATED.
 */
export type AccessToken = (request: AccessTokenRequest) => Token | Promise<Token>;

type Token = string | null | undefined;

/** What an {@link AccessToken} function is asked. */
export interface AccessTokenRequest {
  /** The service refused the token that was given before: a new one is needed. */
  readonly refresh: boolean;
  /** Ends with the call. Absent when several calls share the token. */
  readonly signal?: AbortSignal;
}

/** Sends a request with a token, and after a 401 once more with a new one. */
export type Authorize = (
  send: (token: string) => Promise<HttpResponse>,
  call: { isSent?: boolean },
  signal: AbortSignal,
) => Promise<HttpResponse>;

/**
 * Authorizes with the tokens of an application's function. Attempts that run together share one refresh.
 *
 * A refresh isn't shared any longer once one of them has given it up: it may hang.
 */
export function createAuthorize(accessToken: AccessToken): Authorize {
  const ask = async (request: AccessTokenRequest) => {
    try {
      const token = await accessToken(request);
      if (token && /^[!#-[\]-~]+$/.test(token)) return token;
    } catch (cause) {
      throw toRpcError(cause, "accessToken failed");
    }
    throw new RpcError(Code.UNAUTHENTICATED, "accessToken gave no usable token");
  };

  let newest: Promise<string> | undefined;
  let over: Promise<string> | undefined; // the newest refresh, once it is
  return async (send, call, signal) => {
    const past = over;
    const response = await send(await ask({ refresh: false, signal }));
    if (response.status !== 401) return response;
    call.isSent = false;
    signal.throwIfAborted();
    // A refresh that was under way when this attempt began, or has begun since, may be newer than its token.
    if (!newest || newest === past) newest = ask({ refresh: true });
    const refresh = newest;
    const end = () => {
      if (newest === refresh) over = refresh;
    };
    refresh.then(end, end);
    signal.addEventListener("abort", () => {
      if (newest === refresh && over !== refresh) newest = undefined;
    });
    return send(await refresh);
  };
}
