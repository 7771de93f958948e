const PATTERN = /^(-?)(\d+)(?:\.(\d{1,9}))?s$/;

/** Milliseconds of a google.protobuf.Duration in JSON (`"3.5s"`), or undefined if it isn't one. */
export function parseDuration(json: unknown): number | undefined {
  const match = typeof json === "string" ? PATTERN.exec(json) : null;
  if (match === null) return undefined;
  const [, sign, seconds, fraction = ""] = match;
  const ms = Number(seconds) * 1000 + Number(`0.${fraction || 0}`) * 1000;
  return sign === "-" && ms > 0 ? -ms : ms;
}

/** A google.protobuf.Duration in JSON: `3500` becomes `"3.5s"`. */
export function formatDuration(ms: number): string {
  return `${(ms / 1000).toFixed(9).replace(/\.?0+$/, "")}s`;
}
