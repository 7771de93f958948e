/** An answer over HTTP. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The body. */
  readonly text: string;
  /** The Location header: where a redirect leads. */
  readonly location?: string | undefined;
  /** The Retry-After header: seconds or an HTTP date. */
  readonly retryAfter?: string | undefined;
}
