import { Code, RpcError } from "@rx-lro/core";
import { describe, expect, it } from "vitest";
import { newsBetween, summarise } from "../../src/page/news.ts";
import type { Task } from "../../src/page/task.ts";

const running: Task = { type: "running", name: "o/alps" };
const succeeded: Task = {
  type: "done",
  name: "o/alps",
  outcome: { type: "succeeded", response: undefined },
};
const one = (task: Task) => new Map([[task.name, task]]);

describe("newsBetween()", () => {
  it("tells an end once", () => {
    expect(newsBetween(one(running), one(succeeded))).toEqual(["alps: succeeded"]);
    expect(newsBetween(one(succeeded), one({ ...succeeded, seenAt: 1 }))).toEqual([]);
  });

  it("tells what a cancellation led to instead of the end that is the same", () => {
    const cancellation = { type: "completed", outcome: succeeded.outcome } as const;
    expect(newsBetween(one(running), one({ ...succeeded, cancellation }))).toEqual([
      "alps: cancellation: it completed all the same",
    ]);
  });

  it("tells a refusal of an operation that runs on", () => {
    const error = new RpcError(Code.UNIMPLEMENTED, "no");
    const refused: Task = { ...running, cancellation: { type: "unimplemented", error } };
    expect(newsBetween(one(running), one(refused))).toEqual([
      "alps: cancellation: not supported, it runs on",
    ]);
    expect(newsBetween(one(refused), one({ ...refused, progress: 0.5 }))).toEqual([]);
  });

  it("says nothing of what is seen for the first time, and of progress", () => {
    expect(newsBetween(new Map(), one(succeeded))).toEqual([]);
    expect(newsBetween(one(running), one({ ...running, progress: 0.5 }))).toEqual([]);
  });
});

describe("summarise()", () => {
  it("tells three and counts the others", () => {
    expect(summarise(["a"])).toBe("a.");
    expect(summarise(["a", "b", "c", "d", "e"])).toBe("a. b. c. And 2 more.");
  });
});
