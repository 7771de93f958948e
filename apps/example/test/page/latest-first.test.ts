import { describe, expect, it } from "vitest";
import { decodeTaskMetadata, type Task } from "../../src/monitor/task.ts";
import { latestFirst } from "../../src/page/latest-first.ts";

function task(name: string, createTime?: string): Task {
  return { type: "running", name, metadata: decodeTaskMetadata({ "@type": "t", createTime }) };
}

describe("latestFirst()", () => {
  it("puts the latest first, orders those of one time by name, and those without a time last", () => {
    const tasks = [
      task("a", "2026-01-01"),
      task("d"),
      task("c", "2026-01-02"),
      task("b", "2026-01-02"),
    ];
    const ordered = latestFirst(new Map(tasks.map((each) => [each.name, each])));
    expect(ordered.map(({ name }) => name)).toEqual(["b", "c", "a", "d"]);
  });
});
