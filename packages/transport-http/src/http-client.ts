/**
 * Sends one HTTP request: the seam below the transport, for other HTTP stacks, proxies and tests.
 *
 * Doesn't follow redirects, doesn't retry, and doesn't interpret the status. Rejects when there is no complete
 * answer, or when `signal` aborts.
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Absolute, with a path. */
  readonly url: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  /** The client stops reading a longer body and rejects, as `readText` does. */
  readonly maxResponseBytes: number;
}

/** A complete answer. */
export interface HttpResponse {
  readonly status: number;
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
  readonly text: string;
}
