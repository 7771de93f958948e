import { Code, RpcError } from "@rx-lro/core";
import type { HttpResponse } from "./http-client.ts";
import { toRpcError } from "./to-rpc-error.ts";

/**
 * Returns the OAuth access token for a request; called for every request, so it should cache.
 *
 * With google-auth-library it is `() => auth.getAccessToken()`. An error that it throws becomes UNAVAILABLE, which
 * is retried, unless it is an RpcError; a token that can't be sent becomes UNAUTHENTICATED.
 */
export type AccessToken = (request: AccessTokenRequest) => Token | Promise<Token>;

type Token = string | null | undefined;

/** What an {@link AccessToken} function is passed. */
export interface AccessTokenRequest {
  /** The service refused the previous token: a new one is needed. */
  readonly refresh: boolean;
  /** Aborts when the call is given up. Absent when several calls share the token. */
  readonly signal?: AbortSignal;
}

/** Sends a request with a token, and after a 401 once more with a new one. */
export type Authorize = (
  send: (token: string) => Promise<HttpResponse>,
  call: { isSent?: boolean },
  signal: AbortSignal,
) => Promise<HttpResponse>;

/**
 * Authorizes with tokens from an application's function. Attempts that run together share one refresh.
 *
 * Once one of them has given a refresh up, it is no longer shared: it may hang.
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
  let over: Promise<string> | undefined; // the newest refresh, once it has ended
  return async (send, call, signal) => {
    const past = over;
    const response = await send(await ask({ refresh: false, signal }));
    if (response.status !== 401) return response;
    call.isSent = false;
    signal.throwIfAborted();
    // A refresh that was under way when this attempt began, or began since, may be newer than the refused token.
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
