import { type Any, Code, type Outcome, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { decodeTaskMetadata, type Task } from "../../src/monitor/task.ts";
import { durationInWords, labelOf, noteInWords, typeInWords } from "../../src/page/in-words.ts";

function task(fields: Readonly<Record<string, unknown>>): Task {
  const metadata = decodeTaskMetadata({ "@type": "t", ...fields });
  return { type: "running", name: "o", metadata };
}

describe("durationInWords()", () => {
  it.each([
    ["2026-01-01T10:00:07.4Z", "7 s"],
    ["2026-01-01T10:02:05Z", "2 min 5 s"],
    ["2026-01-01T13:02:05Z", "3 h 2 min"],
    ["2026-01-01T09:00:00Z", "0 s"],
  ])("until %s it is %s", (endTime, words) => {
    const startTime = "2026-01-01T10:00:00Z";
    expect(durationInWords(task({ startTime, endTime }))).toBe(words);
    expect(durationInWords(task({ startTime, updateTime: endTime }))).toBe(words);
  });

  it("is nothing before the start", () => {
    expect(durationInWords(task({ updateTime: "2026-01-01T10:00:00Z" }))).toBe("");
  });
});

describe("labelOf()", () => {
  it.each([
    [task({ state: "PENDING" }), "Waiting"],
    [task({ state: "RUNNING" }), "Running"],
    [{ ...task({}), type: "cancelling", phase: "requesting" } as Task, "Asking to cancel"],
    [{ ...task({}), type: "cancelling", phase: "requested" } as Task, "Cancelling"],
    [{ ...task({}), type: "lost", reason: "gone" } as Task, "Lost: it is gone"],
  ])("tells %o", (state, words) => {
    expect(labelOf(state)).toBe(words);
  });
});

describe("noteInWords()", () => {
  const status = { code: 3, message: "too large", details: [] };
  it.each<[Outcome<Any>, string]>([
    [{ type: "succeeded", response: undefined }, ""],
    [{ type: "cancelled", status: { ...status, code: 1 } }, ""],
    [{ type: "failed", status }, "too large"],
    [{ type: "failed", status: { ...status, message: "" } }, "INVALID_ARGUMENT"],
    [{ type: "malformed", problem: "it has two ends" }, "it has two ends"],
  ])("gives the reason of the end %o", (outcome, words) => {
    expect(noteInWords({ ...task({}), type: "done", outcome } as Task)).toBe(words);
  });

  it("says what a cancellation led to, or rather why the operation failed", () => {
    const outcome = { type: "failed", status } as const;
    const failed = { ...task({}), type: "done", outcome } as const;
    expect(noteInWords({ ...failed, cancellation: outcome })).toBe("too large");
    expect(noteInWords({ ...task({}), cancellation: { type: "gone" } })).toBe(
      "Cancellation: there is no such operation",
    );
  });

  it("says why a look failed, as long as there are more to come", () => {
    const pollError = new RpcError(Code.UNAVAILABLE, "away");
    expect(noteInWords({ ...task({}), pollError })).toBe(
      "Can’t be seen just now: [UNAVAILABLE] away",
    );
    const lost = { ...task({}), type: "lost", reason: "unreachable", pollError } as const;
    expect(noteInWords(lost)).toBe("");
  });
});

describe("typeInWords()", () => {
  it("spells a type as words", () => {
    expect(typeInWords("EXPORT_IMAGE")).toBe("Export image");
    expect(typeInWords("")).toBe("");
  });
});
