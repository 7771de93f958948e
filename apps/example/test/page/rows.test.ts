import { describe, expect, it } from "vitest";
import { arrangeRows } from "../../src/page/rows.ts";
import type { Task, TaskMetadata } from "../../src/page/task.ts";

function task(name: string, createTime: string, metadata: Partial<TaskMetadata> = {}): Task {
  const blank = { description: name, type: "", state: "", destinationUris: [] };
  return { type: "running", name, metadata: { ...blank, createTime, ...metadata } };
}

const byName = (...tasks: Task[]) => new Map(tasks.map((each) => [each.name, each]));

describe("arrangeRows()", () => {
  it("puts the latest first, and orders those of one time by name", () => {
    const tasks = byName(task("a", "2026-01-01"), task("c", "2026-01-02"), task("b", "2026-01-02"));
    expect(arrangeRows(tasks, [])).toEqual([
      { id: "b", title: "b", createTime: "2026-01-02" },
      { id: "c", title: "c", createTime: "2026-01-02" },
      { id: "a", title: "a", createTime: "2026-01-01" },
    ]);
  });

  it("gives the same array when only states have changed", () => {
    const before = arrangeRows(byName(task("a", "2026-01-01"), task("b", "2026-01-02")), []);
    const now = byName(
      { ...task("a", "2026-01-01"), progress: 0.5 },
      task("b", "2026-01-02", { state: "RUNNING" }),
    );
    expect(arrangeRows(now, before)).toBe(before);
  });

  it("keeps the rows that were there, beside a new one and without one that is gone", () => {
    const before = arrangeRows(byName(task("a", "2026-01-01"), task("b", "2026-01-02")), []);
    const after = arrangeRows(byName(task("a", "2026-01-01"), task("c", "2026-01-03")), before);
    expect(after.map(({ id }) => id)).toEqual(["c", "a"]);
    expect(after[1]).toBe(before[1]);
  });

  it("renames a row whose description becomes known", () => {
    const before = arrangeRows(byName(task("operations/o", "", { description: "" })), []);
    const after = arrangeRows(byName(task("operations/o", "", { description: "Alps" })), before);
    expect([before[0]?.title, after[0]?.title]).toEqual(["o", "Alps"]);
  });
});
