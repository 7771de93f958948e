/**
 * The canonical status codes of google.rpc.Code, as numbers.
 *
 * An operation's `error.code` is one of these; `error.code` in the body of a failed HTTP request is an
 * HTTP status instead. Source: google/rpc/code.proto.
 */
export const Code = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** One of the numbers of {@link Code}. */
export type Code = (typeof Code)[keyof typeof Code];

/** The name of a code, such as `NOT_FOUND`. */
export type CodeName = keyof typeof Code;

/** The name of a code, or `CODE_404` for a number that google.rpc.Code doesn't have. */
export function codeName(code: number): string {
  return Object.entries(Code).find(([, value]) => value === code)?.[0] ?? `CODE_${code}`;
}

/** The code of a name such as `NOT_FOUND`, or undefined when there is no such name. */
export function codeFromName(name: string): Code | undefined {
  return Object.hasOwn(Code, name) ? Code[name as CodeName] : undefined;
}
