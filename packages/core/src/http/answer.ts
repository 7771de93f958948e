/** An answer over HTTP. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The body. */
  readonly text: string;
  /** A header by its name in lower case: errors are read better with Location, Retry-After and Date. */
  header?(name: string): string | undefined;
}
