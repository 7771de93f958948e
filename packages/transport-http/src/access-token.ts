import { Code, RpcError } from "@rx-lro/core";
import type { HttpResponse } from "./http-client.ts";

/**
 * Gives the OAuth access token for a request; called for every one, so it should cache.
 *
 * `() => auth.getAccessToken()` of google-auth-library is one.
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
  signal: AbortSignal,
) => Promise<HttpResponse>;

/** Authorizes with the tokens of an application's function. Calls that run together share one refresh. */
export function createAuthorize(accessToken: AccessToken): Authorize {
  const ask = async (request: AccessTokenRequest) => {
    let cause: unknown;
    try {
      const token = await accessToken(request);
      if (token && /^[!#-[\]-~]+$/.test(token)) return token;
    } catch (error) {
      cause = error;
    }
    throw new RpcError(Code.UNAUTHENTICATED, "accessToken gave no usable token", { cause });
  };
  let renewal: Promise<string> | undefined;
  return async (send, signal) => {
    await Promise.allSettled([renewal]);
    const seen = renewal;
    const response = await send(await ask({ refresh: false, signal }));
    if (response.status !== 401) return response;
    // Not if another call has asked for a new token since.
    if (!renewal || renewal === seen) renewal = ask({ refresh: true });
    return send(await renewal);
  };
}
