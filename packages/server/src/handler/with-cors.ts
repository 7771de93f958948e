import { Code, RpcError } from "@rx-lro/core/protocol";
import type { OperationsHandler } from "./answer-requests.ts";
import { errorReply, toResponse } from "./respond.ts";

/** Which pages of other origins are answered. */
export interface CorsOptions {
  /** Origins such as `https://app.example`, or `"*"` for all. */
  readonly origins: "*" | readonly string[];
  /** Whether pages may send cookies; not with `"*"`. @defaultValue false */
  readonly credentials?: boolean;
  /** Which request headers pages may send. @defaultValue `authorization`, `content-type`, `x-request-id` */
  readonly headers?: readonly string[];
  /** How long browsers remember this, in seconds. @defaultValue 7 200: the longest that Chrome accepts */
  readonly maxAgeS?: number;
}

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
const EXPOSED = "retry-after, x-request-id";

/**
 * Lets pages of other origins use a handler (CORS).
 *
 * A page of an origin that is neither named nor the server's own is answered with 403, and doesn't reach the handler:
 * CORS alone would let it cancel and delete, and only keep it from reading the answer. Programs send no origin, nor do
 * images and the like, by which such a page can have a GET answered without reading it.
 *
 * @throws TypeError for an origin that isn't one, or credentials for all origins.
 *
 * @example
 * ```ts
 * import { createMemoryEngine, createOperationsHandler, withCors } from "@rx-lro/server";
 * const engine = createMemoryEngine({ methods: {} });
 * const handler = withCors(createOperationsHandler(engine), { origins: ["https://app.example"] });
 * ```
 */
export function withCors(handler: OperationsHandler, options: CorsOptions): OperationsHandler {
  const { origins, credentials = false, maxAgeS = 7_200 } = options;
  const { headers = ["authorization", "content-type", "x-request-id"] } = options;
  const isOpen = origins === "*";
  if (isOpen && credentials) throw new TypeError('credentials need origins by name, not "*"');
  const allowed = new Set(isOpen ? [] : origins.map(checkOrigin));

  const grant = (origin: string): Record<string, string> => ({
    "access-control-allow-origin": isOpen ? "*" : origin,
    "access-control-expose-headers": EXPOSED,
    ...(credentials && { "access-control-allow-credentials": "true" }),
  });
  const preflight = {
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": headers.join(", "),
    "access-control-max-age": String(maxAgeS),
  };

  async function answer(request: Request): Promise<Response> {
    const origin = request.headers.get("origin");
    if (origin === null) return handler(request);
    if (!isOpen && !allowed.has(origin)) {
      if (isOwn(origin, request)) return handler(request);
      const message = `pages of ${origin.slice(0, 200)} may not use this service`;
      return toResponse(errorReply(new RpcError(Code.PERMISSION_DENIED, message)));
    }
    if (request.method === "OPTIONS" && request.headers.has("access-control-request-method")) {
      return new Response(null, { status: 204, headers: { ...grant(origin), ...preflight } });
    }
    return extend(await handler(request), grant(origin));
  }

  // The answer depends on the origin, even when there is none.
  return async (request) => {
    const response = await answer(request);
    return isOpen ? response : extend(response, {}, "origin");
  };
}

function extend(
  response: Response,
  headers: Readonly<Record<string, string>>,
  vary?: string,
): Response {
  // Some responses' headers can't be changed.
  const extended = new Response(response.body, response);
  for (const [name, value] of Object.entries(headers)) extended.headers.set(name, value);
  if (vary !== undefined) extended.headers.append("vary", vary);
  return extended;
}

/**
 * Whether a page is the server's own: as the browser says, whatever proxies do to the Host.
 *
 * To plain `http:` other than localhost, browsers don't say. Then hosts are compared, but not schemes: proxies end TLS.
 */
function isOwn(origin: string, request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return URL.canParse(origin) && new URL(origin).host === URL.parse(request.url)?.host;
}

function checkOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
  throw new TypeError(
    `an origin must be like "https://app.example", not ${JSON.stringify(origin)}`,
  );
}
