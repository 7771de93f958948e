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

  it("leaves out an end that a cancellation tells, unless that was unconfirmed before", () => {
    const ended: Task = {
      ...succeeded,
      cancellation: { type: "completed", outcome: succeeded.outcome },
    };
    expect(newsBetween(one(running), one(ended))).toEqual([]);
    const unconfirmed: Task = {
      ...running,
      cancellation: { type: "unconfirmed", reason: "lost" },
    };
    expect(newsBetween(one(unconfirmed), one(ended))).toEqual(["alps: succeeded"]);
  });

  it("says nothing of operations seen for the first time, nor of progress", () => {
    expect(newsBetween(new Map(), one(succeeded))).toEqual([]);
    expect(newsBetween(one(running), one({ ...running, progress: 0.5 }))).toEqual([]);
  });
});

describe("summarise()", () => {
  it("tells three and counts the others", () => {
    expect(summarise(["a"])).toBe("a.");
    expect(summarise(["a", "b", "c", "d", "e"])).toBe("a. b. c. And 2 more.");
  });

  it("tells repeated news once", () => {
    expect(summarise(["a", "b", "a"])).toBe("a. b.");
  });
});
