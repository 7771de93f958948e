import { describe, expect, it } from "vitest";
import { newsBetween, summarise } from "../../src/monitor/news.ts";
import type { Task } from "../../src/monitor/task.ts";

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

  it("tells what a cancellation led to instead of the end, once", () => {
    const ended = () =>
      one({ ...succeeded, cancellation: { type: "completed", outcome: succeeded.outcome } });
    const news = ["alps: cancellation: it completed all the same"];
    expect(newsBetween(one(running), ended())).toEqual(news);
    expect(newsBetween(ended(), ended())).toEqual([]);
  });

  it("tells the end of an operation whose cancellation is settled", () => {
    const cancellation = { type: "unconfirmed", reason: "lost" } as const;
    const unconfirmed = one({ ...running, cancellation });
    const news = ["alps: cancellation: asked for, but the end wasn’t seen"];
    expect(newsBetween(one(running), unconfirmed)).toEqual(news);
    const ended = one({ ...succeeded, cancellation });
    expect(newsBetween(unconfirmed, ended)).toEqual(["alps: succeeded"]);
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
