import { describe, expect, it } from "vitest";
import {
  Code,
  type CodeName,
  type PollFailure,
  pollErrorPolicy,
  RpcError,
} from "../../src/index.ts";

/** One failed look a second after the last good one, of an operation that was seen. */
const FIRST: PollFailure = { seen: true, failures: 1, sinceGoodMs: 1000, mayBeNew: false };
const SPENT: PollFailure = { ...FIRST, failures: 10, sinceGoodMs: 300_000 };

/** What a code means with budget left: for an operation that was seen, one that may be new, one never seen. */
const VERDICTS = {
  OK: ["again", "again", "again"],
  CANCELLED: ["again", "again", "again"],
  UNKNOWN: ["again", "again", "again"],
  INVALID_ARGUMENT: ["again", "again", "unknown"],
  DEADLINE_EXCEEDED: ["again", "again", "again"],
  NOT_FOUND: ["gone", "again", "unknown"],
  ALREADY_EXISTS: ["again", "again", "again"],
  PERMISSION_DENIED: ["denied", "denied", "denied"],
  RESOURCE_EXHAUSTED: ["again", "again", "again"],
  FAILED_PRECONDITION: ["again", "again", "again"],
  ABORTED: ["again", "again", "again"],
  OUT_OF_RANGE: ["again", "again", "again"],
  UNIMPLEMENTED: ["again", "again", "unknown"],
  INTERNAL: ["again", "again", "again"],
  UNAVAILABLE: ["again", "again", "again"],
  DATA_LOSS: ["again", "again", "again"],
  UNAUTHENTICATED: ["denied", "denied", "denied"],
} as const satisfies Record<CodeName, readonly [seen: string, mayBeNew: string, unseen: string]>;

const CODES = Object.keys(VERDICTS) as CodeName[];

function judge(error: RpcError, failure: PollFailure, policy = pollErrorPolicy()): string {
  const verdict = policy.judge(error, failure);
  return verdict.type === "lost" ? verdict.reason : verdict.type;
}

function verdicts(error: RpcError, failure: PollFailure): string[] {
  return [
    judge(error, { ...failure, seen: true, mayBeNew: false }),
    judge(error, { ...failure, seen: false, mayBeNew: true }),
    judge(error, { ...failure, seen: false, mayBeNew: false }),
  ];
}

describe("pollErrorPolicy()", () => {
  it("gives a verdict with its reason, and nothing else", () => {
    const { judge } = pollErrorPolicy();
    expect(judge(new RpcError(Code.UNAVAILABLE, ""), FIRST)).toEqual({ type: "again" });
    expect(judge(new RpcError(Code.NOT_FOUND, ""), FIRST)).toEqual({
      type: "lost",
      reason: "gone",
    });
  });

  it.each(CODES)("judges %s by whether the operation was seen or may be new", (name) => {
    expect(verdicts(new RpcError(Code[name], ""), FIRST)).toEqual(VERDICTS[name]);
  });

  it.each(CODES)("doesn't look again after %s when the budget is spent", (name) => {
    const expected = VERDICTS[name].map((verdict) =>
      verdict === "again" ? "unreachable" : verdict,
    );
    expect(verdicts(new RpcError(Code[name], ""), SPENT)).toEqual(expected);
  });

  it("is patient with a name that it was told but that no look has found yet", () => {
    const failure = { ...FIRST, seen: true, mayBeNew: true };
    expect(judge(new RpcError(Code.NOT_FOUND, ""), failure)).toBe("again");
  });

  it("doesn't take a missing route for news of an operation that was seen", () => {
    const unrouted = new RpcError(Code.NOT_FOUND, "", { httpStatus: 404, unrouted: true });
    expect(verdicts(unrouted, FIRST)).toEqual(["again", "again", "unknown"]);
    expect(verdicts(unrouted, SPENT)).toEqual(["unreachable", "unreachable", "unknown"]);
  });

  it.each([
    ["nine failures in a day", 9, 86_400_000, "again"],
    ["a thousand failures just within five minutes", 1000, 299_999, "again"],
    ["the tenth failure after five minutes", 10, 300_000, "unreachable"],
    ["the eleventh failure after six minutes", 11, 360_000, "unreachable"],
  ])(
    "judges %s: both the count and the time must be spent",
    (_what, failures, sinceGoodMs, verdict) => {
      const error = new RpcError(Code.UNAVAILABLE, "");
      expect(judge(error, { ...FIRST, failures, sinceGoodMs })).toBe(verdict);
    },
  );

  it.each([
    [2, 5000, "again"],
    [3, 4999, "again"],
    [3, 5000, "unreachable"],
  ])("takes another budget: %d failures in %d ms mean %s", (failures, sinceGoodMs, verdict) => {
    const policy = pollErrorPolicy({ maxFailures: 3, unreachableAfterMs: 5000 });
    const error = new RpcError(Code.UNAVAILABLE, "");
    expect(judge(error, { ...FIRST, failures, sinceGoodMs }, policy)).toBe(verdict);
  });

  it("keeps nothing from one judgement to the next", () => {
    const policy = pollErrorPolicy();
    const error = new RpcError(Code.UNAVAILABLE, "");
    const judged = Array.from({ length: 20 }, () => judge(error, FIRST, policy));
    expect(new Set(judged)).toEqual(new Set(["again"]));
    expect(judge(error, SPENT, policy)).toBe("unreachable");
    expect(judge(error, FIRST, policy)).toBe("again");
  });
});

describe("pollErrorPolicy() options", () => {
  it.each([
    ["maxFailures", { maxFailures: Number.NaN }],
    ["unreachableAfterMs", { unreachableAfterMs: -1 }],
  ])("refuses a bad %s", (name, options) => {
    expect(() => pollErrorPolicy(options)).toThrow(`${name} must be at least 0`);
  });
});
