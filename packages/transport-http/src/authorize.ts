import { Code, RpcError } from "@rx-lro/core/protocol";
import type { AccessToken, AccessTokenRequest } from "./access-token.ts";
import type { Work } from "./deadline.ts";
import type { Attempt } from "./exchange.ts";
import { toRpcError } from "./to-rpc-error.ts";

/** The work of an attempt that gets a token, and once more with a new one when the service answers 401. */
export type Authorize = <T>(attempt: Attempt<T>) => Work<T>;

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
    throw new RpcError(
      Code.UNAUTHENTICATED,
      'accessToken must give a token alone, without "Bearer" or a line break',
    );
  };

  let newest: Promise<string> | undefined;
  let over: Promise<string> | undefined; // the newest refresh, once it has ended
  return (attempt) => async (signal) => {
    const past = over;
    const token = await ask({ refresh: false, signal });
    try {
      return await attempt(signal, token);
    } catch (error) {
      if ((error as Partial<RpcError>).httpStatus !== 401) throw error;
    }
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
    return attempt(signal, await refresh);
  };
}
