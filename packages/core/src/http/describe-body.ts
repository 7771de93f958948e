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
  /** Milliseconds since 1970 that an HTTP date is compared with. @defaultValue `Date.now()` */
  readonly now?: number;
}

/**
 * What was answered, instead of what should have been, in words for an error message.
 *
 * Shows the title of a page, or the first 200 characters of the body.
 */
export function describeBody({ status, text, location }: Answer, wanted: string): string {
  const shown = location ?? /<title>([^<]+)/i.exec(text)?.[1] ?? text;
  const line = shown.slice(0, 200).replace(/\s+/g, " ").trim();
  return `HTTP ${status} without ${wanted}: "${line}"`;
}
