import { operationNameProblem } from "../protocol/operation-name.ts";

/** What another process needs to go on watching: plain JSON, without anything that the service answered. */
export interface WatchToken {
  readonly version: 1;
  /** The service that the name belongs to: `operations.service`, or null without one. */
  readonly service: string | null;
  readonly name: string;
  /** Somebody asked to cancel, and what came of it isn't known. */
  readonly cancelling?: true;
  readonly deadline?: DeadlineToken;
}

/** The deadline of a view, for another process. */
export interface DeadlineToken {
  /** RFC 3339. */
  readonly time: string;
  readonly onDeadline: "detach" | "cancel";
  readonly graceMs: number;
}

/** Other formats that `Date.parse` takes may be local time, or no time at all. */
const ISO_TIME = /^[+\d-]+T[\d:.]+Z$/;

/**
 * Reads a token that is to be resumed at `service`.
 *
 * @throws TypeError that says what is wrong with it.
 */
export function readToken(token: unknown, service: string | undefined): WatchToken {
  const problem = problemOf(token as Partial<WatchToken> | null, service ?? null);
  if (problem !== undefined) throw new TypeError(`resume: ${problem}`);
  return token as WatchToken;
}

function problemOf(token: Partial<WatchToken> | null, service: string | null): string | undefined {
  if (typeof token !== "object" || token === null || !("version" in token) || "toJSON" in token) {
    return "pass a token: what `watch.toJSON()` gave, parsed from JSON";
  }
  if (token.version !== 1) {
    return `the token has version ${shown(token.version)}, only 1 is known; use the release that made it or a newer one`;
  }
  if (token.service !== service) {
    return `the token belongs to ${named(token.service)}, but this watcher watches ${named(service)}`;
  }
  const { cancelling, deadline, name } = token;
  if (cancelling !== undefined && cancelling !== true) {
    return `the token has ${shown(cancelling)} for \`cancelling\`, which is true or left out`;
  }
  if (deadline !== undefined && !isDeadline(deadline)) {
    const wanted = '`time` in UTC (RFC 3339), `onDeadline` of "detach" or "cancel", and `graceMs`';
    return `the token's deadline must have a ${wanted}, not ${shown(deadline)}`;
  }
  return operationNameProblem(name);
}

function isDeadline(deadline: Partial<DeadlineToken> | null): boolean {
  const { graceMs, onDeadline, time } = deadline ?? {};
  return (
    typeof time === "string" &&
    ISO_TIME.test(time) &&
    !Number.isNaN(Date.parse(time)) &&
    (onDeadline === "detach" || onDeadline === "cancel") &&
    typeof graceMs === "number" &&
    graceMs >= 0
  );
}

function named(service: unknown): string {
  return service === null ? "a service without a name" : shown(service);
}

function shown(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 120);
}
