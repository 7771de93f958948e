/**
 * Returns the OAuth access token for a request, without `Bearer` or a line break; called for every request, so it
 * should cache.
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
