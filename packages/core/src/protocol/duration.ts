const PATTERN = /^-?\d+(\.\d{1,9})?s$/;

/** Milliseconds of a google.protobuf.Duration in JSON (`"3.5s"`), or undefined if it isn't one. */
export function parseDuration(json: unknown): number | undefined {
  return typeof json === "string" && PATTERN.test(json)
    ? Math.round(Number.parseFloat(json) * 1e9) / 1e6 // whole nanoseconds: 1.001 * 1000 isn't 1001
    : undefined;
}

/** A google.protobuf.Duration in JSON: `3500` becomes `"3.5s"`. */
export function formatDuration(ms: number): string {
  return `${(ms / 1000).toFixed(9).replace(/\.?0+$/, "")}s`;
}
